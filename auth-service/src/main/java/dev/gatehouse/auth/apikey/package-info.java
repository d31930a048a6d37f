/** API keys: made, listed, revoked. */
@NullMarked
package dev.gatehouse.auth.apikey;

import org.jspecify.annotations.NullMarked;
