package dev.gatehouse.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.platform.identity.AccessTokenRules;
import dev.gatehouse.platform.identity.AccessTokenRules.Judged;
import dev.gatehouse.platform.identity.ApiKeySecret;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.IdentityView.KeyCheck;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Admits callers. A credential is verified once and then remembered by its hash; what follows from
 * it is judged anew whenever the identity view has changed, so a revocation holds at once.
 */
@Singleton
public final class Authenticator {
  private static final String BEARER = "bearer ";
  private static final int MAX_CREDENTIAL = 16 << 10;
  private static final long MAX_REMEMBERED = 100_000;

  /** An API key also stops to be good by time alone, which no change of the view tells. */
  private static final long KEY_GOOD_MILLIS = 1_000;

  private static final Admission ANONYMOUS = new Admission.Anonymous();
  private static final Admission INVALID =
      new Admission.Refused("the credential is not valid or has expired");
  private static final Admission UNAVAILABLE = new Admission.Unavailable();

  private final IdentityView view;
  private final AccessTokenRules rules;
  private final TokenVerifier verifier;
  private final boolean open;
  private final AtomicLong generation = new AtomicLong();
  private final Cache<CredentialHash, Remembered> remembered =
      Caffeine.newBuilder()
          .executor(Runnable::run) // its upkeep is less than waking another thread for it
          .maximumSize(MAX_REMEMBERED)
          .expireAfterWrite(Duration.ofMinutes(15))
          .build();

  /**
   * @param resource that the judgement holds for
   * @param goodUntil epoch milliseconds
   */
  private record Remembered(
      VerifiedCredential credential,
      long generation,
      String resource,
      long goodUntil,
      Admission admission) {}

  Authenticator(
      IdentityView view, AccessTokenRules rules, TokenVerifier verifier, AccessConfig config) {
    this.open = config.open();
    this.view = view;
    this.rules = rules;
    this.verifier = verifier;
    view.onChange(generation::incrementAndGet);
  }

  /**
   * @param authorization value of the header, null if there was none
   */
  public Future<Admission> admit(@Nullable String authorization, Gateway gateway) {
    if (authorization == null) {
      return Future.succeededFuture(open ? openCaller(gateway) : ANONYMOUS);
    }
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        || authorization.length() > MAX_CREDENTIAL) {
      return Future.succeededFuture(INVALID);
    }
    CredentialHash hash = CredentialHash.of(authorization);
    Remembered known = remembered.getIfPresent(hash);
    if (known == null) {
      return verify(hash, authorization.substring(BEARER.length()).trim(), gateway);
    }
    boolean holds =
        known.generation() == generation.get()
            && known.resource().equals(gateway.resource())
            && known.goodUntil() > System.currentTimeMillis();
    return Future.succeededFuture(
        holds ? known.admission() : judge(hash, known.credential(), gateway));
  }

  /** Nobody in particular: may read and write, at this gateway alone. */
  private static Admission openCaller(Gateway gateway) {
    Caller anybody =
        new Caller(
            null,
            "open",
            null,
            null,
            gateway.organisation(),
            Role.EDITOR,
            Set.of(Scope.READ, Scope.WRITE),
            gateway.id());
    return new Admission.Admitted(Principal.of(anybody));
  }

  private Future<Admission> verify(CredentialHash hash, String credential, Gateway gateway) {
    if (credential.startsWith(ApiKeySecret.PREFIX)) {
      Optional<ApiKeySecret> secret = ApiKeySecret.parse(credential);
      return Future.succeededFuture(
          secret
              .map(parsed -> judge(hash, new VerifiedCredential.Key(parsed), gateway))
              .orElse(INVALID));
    }
    return verifier
        .verify(credential)
        .map(token -> token == null ? INVALID : judge(hash, token, gateway))
        .otherwise(UNAVAILABLE);
  }

  private Admission judge(CredentialHash hash, VerifiedCredential credential, Gateway gateway) {
    long seen = generation.get(); // before the view is read: a change in between is not missed
    long now = System.currentTimeMillis();
    Admission admission =
        switch (credential) {
          case VerifiedCredential.Key(ApiKeySecret secret) -> judge(secret, gateway);
          case VerifiedCredential.Token token -> judge(token, gateway, now);
        };
    long goodUntil =
        credential instanceof VerifiedCredential.Token token
            ? token.expiresAt()
            : now + KEY_GOOD_MILLIS;
    if (admission instanceof Admission.Admitted) {
      remembered.put(
          hash, new Remembered(credential, seen, gateway.resource(), goodUntil, admission));
    } else {
      remembered.invalidate(hash);
    }
    return admission;
  }

  private Admission judge(ApiKeySecret secret, Gateway gateway) {
    return switch (view.check(secret)) {
      case KeyCheck.Refused refused -> new Admission.Refused(refused.reason());
      case KeyCheck.Accepted accepted ->
          gateway.apiKeysAllowed()
              ? admitted(accepted.caller(), gateway)
              : new Admission.Refused("this gateway does not take API keys");
    };
  }

  private Admission judge(VerifiedCredential.Token token, Gateway gateway, long now) {
    if (token.expiresAt() <= now) {
      return INVALID;
    }
    return switch (rules.judge(token.claims(), gateway.resource())) {
      case Judged.Refused refused -> new Admission.Refused(refused.reason());
      case Judged.Accepted accepted -> admitted(accepted.caller(), gateway);
    };
  }

  private static Admission admitted(Caller caller, Gateway gateway) {
    return caller.organisation().equals(gateway.organisation())
        ? new Admission.Admitted(Principal.of(caller))
        : new Admission.Stranger();
  }
}
