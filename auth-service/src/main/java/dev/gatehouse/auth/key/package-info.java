/** The keys that sign access tokens. */
@NullMarked
package dev.gatehouse.auth.key;

import org.jspecify.annotations.NullMarked;
