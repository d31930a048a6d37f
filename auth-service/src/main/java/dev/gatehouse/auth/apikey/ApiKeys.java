package dev.gatehouse.auth.apikey;

import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.organisation.Organisation;
import dev.gatehouse.auth.organisation.Organisations;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.ApiKeySecret;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes and revokes keys; runs in a transaction of the caller's organisation. */
@ApplicationScoped
class ApiKeys {
  private final ApiKeyRepository keys;
  private final Organisations organisations;
  private final Outbox outbox;
  private final AuditLog audit;

  ApiKeys(ApiKeyRepository keys, Organisations organisations, Outbox outbox, AuditLog audit) {
    this.keys = keys;
    this.organisations = organisations;
    this.outbox = outbox;
    this.audit = audit;
  }

  /** What became of a wish for a key. */
  sealed interface Created {
    record Key(ApiKeyView view) implements Created {}

    /** The scopes are more than the creator may pass on. */
    record BeyondCreator(Set<Scope> permitted) implements Created {}

    /** The organisation takes OAuth sign-in only. */
    record NotAllowed() implements Created {}
  }

  Created create(Caller creator, ApiKeyRequest request) {
    Set<Scope> scopes = request.scopes() == null ? unasked(creator) : request.scopes();
    if (scopes.isEmpty() || !creator.permissions().containsAll(scopes)) {
      refused(creator, request, "scope-beyond-creator");
      return new Created.BeyondCreator(creator.permissions());
    }
    if (!organisations
        .find(creator.organisation())
        .map(Organisation::apiKeysAllowed)
        .orElse(false)) {
      refused(creator, request, "api-keys-forbidden");
      return new Created.NotAllowed();
    }
    ApiKeySecret secret = ApiKeySecret.generate();
    ApiKey key = new ApiKey(secret, creator, request, scopes);
    keys.persist(key);
    outbox.append(Topics.IDENTITY, key.event());
    audit.add(
        key.organisation,
        Decided.done(Decided.actor(creator), "api-key.create", target(key))
            .with("scope", Scope.format(scopes))
            .with("gateway", key.gateway));
    return new Created.Key(ApiKeyView.created(key, secret));
  }

  List<ApiKeyView> list() {
    return keys.listAll(ApiKeyRepository.NEWEST_FIRST).stream().map(ApiKeyView::of).toList();
  }

  /** False if there is no such key in the organisation. */
  boolean revoke(Caller caller, String id) {
    Optional<ApiKey> found = keys.find("id", id).firstResultOptional();
    found.ifPresent(key -> {
      keys.delete(key);
      outbox.remove(Topics.IDENTITY, new EventKey(key.organisation, "api-key", key.id));
      audit.add(
          key.organisation, Decided.done(Decided.actor(caller), "api-key.revoke", target(key)));
    });
    return found.isPresent();
  }

  private void refused(Caller creator, ApiKeyRequest request, String rule) {
    audit.add(
        creator.organisation(),
        Decided.refused(
            Decided.actor(creator),
            "api-key.create",
            new Target("api-key", null, request.name(), null, null, null),
            rule));
  }

  private static Set<Scope> unasked(Caller creator) {
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    scopes.addAll(creator.permissions());
    scopes.remove(Scope.ADMIN);
    return scopes;
  }

  private static Target target(ApiKey key) {
    return Target.of("api-key", key.id, key.name);
  }
}
