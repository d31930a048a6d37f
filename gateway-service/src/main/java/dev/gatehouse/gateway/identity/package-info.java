/** Who calls: access tokens and API keys, verified once and remembered. */
@NullMarked
package dev.gatehouse.gateway.identity;

import org.jspecify.annotations.NullMarked;
