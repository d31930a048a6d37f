package dev.gatehouse.gateway.stream;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who listens on a stream, and to what.
 *
 * @param authorization credential that the stream was opened with; it must go on to hold
 * @param vouchedFor whether another replica, which has the credential, looks after it instead
 * @param subscription raw id of the request that opened a modern stream; null for a legacy one
 * @param watched resources whose updates are told on it too
 */
@SuppressWarnings("ArrayRecordComponent") // a ready id, never compared
public record Listener(
    Gateway gateway,
    Principal principal,
    @Nullable String authorization,
    boolean vouchedFor,
    Interests interests,
    byte @Nullable [] subscription,
    WatchedResources watched) {

  String name() {
    return principal.caller().organisation() + "/" + principal.caller().principal();
  }
}
