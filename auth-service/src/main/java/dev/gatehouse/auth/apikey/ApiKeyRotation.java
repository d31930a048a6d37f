package dev.gatehouse.auth.apikey;

import dev.gatehouse.auth.apikey.ApiKeys.Created;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.ApiKeySecret;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Replaces a key by one of the same kind; the old one can stay good for a while, until it has been
 * replaced wherever it is used. A personal key is replaced by its owner alone: whoever does sees
 * the new one.
 */
@ApplicationScoped
class ApiKeyRotation {
  private final ApiKeys keys;
  private final Outbox outbox;

  ApiKeyRotation(ApiKeys keys, Outbox outbox) {
    this.keys = keys;
    this.outbox = outbox;
  }

  /** Empty if there is no such key for this caller. */
  Optional<Created> rotate(Caller caller, String id, Duration keepOldFor) {
    return keys.find(caller, id)
        .map(old ->
            mayHave(caller, old, keepOldFor)
                ? keys.flaw(caller, old.name, old.scopes)
                    .orElseGet(() -> replace(caller, old, keepOldFor))
                : new Created.AdministratorsOnly());
  }

  // A key that replaced itself and stayed could do so again, and leave many that outlive it.
  private static boolean mayHave(Caller caller, ApiKey key, Duration keepOldFor) {
    boolean own = key.userId != null && key.userId.equals(caller.user());
    boolean itself = keepOldFor.isZero() && key.id.equals(caller.apiKey());
    return caller.may(Scope.ADMIN)
        ? own || !key.personal()
        : own && (caller.apiKey() == null || itself);
  }

  private Created replace(Caller caller, ApiKey old, Duration keepOldFor) {
    ApiKeySecret secret = ApiKeySecret.generate();
    ApiKey next = old.successor(secret, caller);
    if (keepOldFor.isZero()) {
      keys.end(old, Decided.actor(caller), "rotated");
    } else {
      Instant end = Instant.now().plus(keepOldFor).truncatedTo(ChronoUnit.MILLIS);
      old.expiresAt = old.expiresAt == null || end.isBefore(old.expiresAt) ? end : old.expiresAt;
      outbox.append(Topics.IDENTITY, old.event());
    }
    return keys.keep(caller, next, secret, "api-key.rotate");
  }
}
