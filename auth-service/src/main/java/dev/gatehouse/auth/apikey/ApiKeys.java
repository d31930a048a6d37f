package dev.gatehouse.auth.apikey;

import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.organisation.MembershipEnded;
import dev.gatehouse.auth.organisation.Organisation;
import dev.gatehouse.auth.organisation.Organisations;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.ApiKeySecret;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes, lists and revokes keys; runs in a transaction of the caller's organisation. Everybody has
 * personal keys of their own; an administrator also sees and revokes those of others, and has the
 * service keys.
 */
@ApplicationScoped
class ApiKeys {
  private static final String CREATE = "api-key.create";

  /** Every key is in the memory of every service. */
  private static final int MOST = 2_000;

  private static final int MOST_OF_ONE_PERSON = 200;

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

    /** Such a key is for administrators to make. */
    record AdministratorsOnly() implements Created {}

    /** There are as many already as there may be. */
    record TooMany(int most) implements Created {}

    /** The organisation takes OAuth sign-in only. */
    record NotAllowed() implements Created {}
  }

  Created create(Caller creator, ApiKeyRequest request) {
    Set<Scope> scopes = request.scopes() == null ? unasked(creator) : request.scopes();
    boolean service = creator.user() == null || Boolean.TRUE.equals(request.service());
    // A key that could make keys without being an administrator's would outlive its revocation.
    if ((service || creator.apiKey() != null) && !creator.may(Scope.ADMIN)) {
      refused(creator, request.name(), "administrators-only");
      return new Created.AdministratorsOnly();
    }
    return flaw(creator, request.name(), scopes)
        .orElseGet(() -> {
          ApiKeySecret secret = ApiKeySecret.generate();
          return keep(
              creator,
              new ApiKey(secret, creator, service ? null : creator.user(), request, scopes),
              secret,
              CREATE);
        });
  }

  /** What a key may not be made for, by whoever asks for it. */
  Optional<Created> flaw(Caller creator, String name, Set<Scope> scopes) {
    if (scopes.isEmpty() || !creator.permissions().containsAll(scopes)) {
      refused(creator, name, "scope-beyond-creator");
      return Optional.of(new Created.BeyondCreator(creator.permissions()));
    }
    if (!organisations
        .find(creator.organisation())
        .map(Organisation::apiKeysAllowed)
        .orElse(false)) {
      refused(creator, name, "api-keys-forbidden");
      return Optional.of(new Created.NotAllowed());
    }
    if (keys.count() >= MOST) {
      return Optional.of(new Created.TooMany(MOST));
    }
    return creator.user() != null && keys.count("userId", creator.user()) >= MOST_OF_ONE_PERSON
        ? Optional.of(new Created.TooMany(MOST_OF_ONE_PERSON))
        : Optional.empty();
  }

  Created keep(Caller creator, ApiKey key, ApiKeySecret secret, String action) {
    keys.persist(key);
    outbox.append(Topics.IDENTITY, key.event());
    audit.add(
        key.organisation,
        Decided.done(Decided.actor(creator), action, target(key))
            .with("scope", Scope.format(key.scopes))
            .with("kind", key.personal() ? "personal" : "service")
            .with("gateway", key.gateway));
    return new Created.Key(ApiKeyView.created(key, secret));
  }

  /** All keys for an administrator, else the caller's own. */
  List<ApiKeyView> list(Caller caller) {
    return keys.listAll(ApiKeyRepository.NEWEST_FIRST).stream()
        .filter(key -> visible(key, caller))
        .map(ApiKeyView::of)
        .toList();
  }

  /** Empty if there is no such key for this caller. */
  Optional<ApiKey> find(Caller caller, String id) {
    return keys.find("id", id).firstResultOptional().filter(key -> visible(key, caller));
  }

  /** False if there is no such key for this caller. */
  boolean revoke(Caller caller, String id) {
    Optional<ApiKey> found = find(caller, id);
    found.ifPresent(key -> end(key, Decided.actor(caller), null));
    return found.isPresent();
  }

  /** Whoever leaves an organisation leaves their keys behind, and finds none on return. */
  void onMembershipEnd(@Observes MembershipEnded ended) {
    keys.list("organisation = ?1 and userId = ?2", ended.organisation(), ended.user())
        .forEach(key -> end(key, Actor.service("auth"), "membership-ended"));
  }

  void end(ApiKey key, Actor actor, @Nullable String why) {
    keys.delete(key);
    outbox.remove(Topics.IDENTITY, new EventKey(key.organisation, "api-key", key.id));
    audit.add(
        key.organisation, Decided.done(actor, "api-key.revoke", target(key)).with("why", why));
  }

  private static boolean visible(ApiKey key, Caller caller) {
    return caller.may(Scope.ADMIN) || (key.userId != null && key.userId.equals(caller.user()));
  }

  private void refused(Caller creator, String name, String rule) {
    audit.add(
        creator.organisation(),
        Decided.refused(
            Decided.actor(creator),
            CREATE,
            new Target("api-key", null, name, null, null, null),
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
