/**
 * Outbound HTTP to addresses that a tenant can influence. {@link
 * dev.gatehouse.platform.http.TargetGuard} decides whether a URI may be connected to and at which
 * address; {@link dev.gatehouse.platform.http.SafeHttpClient} fetches through it.
 */
@NullMarked
package dev.gatehouse.platform.http;

import org.jspecify.annotations.NullMarked;
