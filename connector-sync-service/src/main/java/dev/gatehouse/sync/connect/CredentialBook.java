package dev.gatehouse.sync.connect;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.CredentialEvent.CredentialRotated;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.sync.connect.UpstreamCredential.State;
import dev.gatehouse.sync.oauth.Tokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps tokens and tells gateways of them: row and event in one transaction. */
@ApplicationScoped
class CredentialBook {
  private static final Duration WAIT = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final UpstreamCredentials credentials;
  private final Sealing sealing;
  private final Outbox outbox;
  private final ConnectConfig config;

  CredentialBook(
      UpstreamCredentials credentials, Sealing sealing, Outbox outbox, ConnectConfig config) {
    this.credentials = credentials;
    this.sealing = sealing;
    this.outbox = outbox;
    this.config = config;
  }

  /** Ciphertext of tokens; made outside of any transaction, as Vault may take its time. */
  record Sealed(String stored, String accessToken, Tokens tokens, boolean renewable) {}

  Sealed seal(String organisation, StoredTokens tokens) {
    return new Sealed(
        sealing.seal(organisation, tokens),
        sealing.sealText(organisation, tokens.tokens().accessToken()),
        tokens.tokens(),
        tokens.renewable());
  }

  StoredTokens open(UpstreamCredential credential) {
    String ciphertext = credential.ciphertext;
    if (ciphertext == null) {
      throw new IllegalStateException("there are no tokens");
    }
    return sealing.open(credential.organisation, ciphertext, StoredTokens.class);
  }

  /** First tokens, or those after another sign-in. */
  void connected(String organisation, UUID connector, String user, String target, Sealed sealed) {
    UpstreamCredential row =
        credentials
            .lock(connector, user)
            .orElseGet(() -> {
              UpstreamCredential fresh =
                  new UpstreamCredential(
                      UuidCreator.getTimeOrderedEpoch(), organisation, connector, user);
              credentials.persist(fresh);
              return fresh;
            });
    row.target = target;
    row.lease++; // a renewal of the tokens before is overtaken
    row.wantedScope = null;
    rotate(row, sealed);
  }

  /** Tokens in place of those in a locked row. */
  void rotate(UpstreamCredential row, Sealed sealed) {
    Tokens tokens = sealed.tokens();
    // Grows also where a row was deleted in between.
    row.version = Math.max(row.version + 1, System.currentTimeMillis());
    row.ciphertext = sealed.stored();
    row.state = State.READY;
    row.reason = null;
    row.failures = 0;
    row.refreshingUntil = null;
    row.expiresAt = tokens.expiresAt();
    Instant now = Instant.now();
    row.renewedAt = now;
    row.interrupted = false;
    row.renewable = sealed.renewable();
    // What cannot be renewed is looked at again when it is over.
    row.refreshAt = sealed.renewable() ? refreshAt(now, tokens.expiresAt()) : tokens.expiresAt();
    outbox.append(
        Topics.CREDENTIAL,
        new CredentialRotated(
            row.organisation,
            row.connectorId.toString(),
            row.userOrNull(),
            row.version,
            sealed.accessToken(),
            tokens.expiresAt(),
            row.target));
  }

  /** No use in trying further: somebody has to sign in. The tokens are forgotten everywhere. */
  void ended(UpstreamCredential row, String reason) {
    row.state = State.NEEDS_SIGN_IN;
    row.reason = reason;
    row.ciphertext = null;
    row.version++;
    row.expiresAt = null;
    row.refreshAt = null;
    row.refreshingUntil = null;
    row.interrupted = false;
    outbox.remove(Topics.CREDENTIAL, row.key());
  }

  /** It may work later; what there is stays. */
  void postponed(UpstreamCredential row, String reason) {
    row.failures++;
    row.reason = reason;
    row.refreshingUntil = null;
    Instant now = Instant.now();
    long doubled = config.retryAfter().toMillis() << Math.min(row.failures - 1, 12);
    long longest = longestPause(now, row.expiresAt).toMillis();
    row.refreshAt = now.plusMillis(Math.min(doubled, longest));
  }

  /** No later than the tokens' end; after it calls fail until the server is asked again. */
  private static Duration longestPause(Instant now, @Nullable Instant end) {
    if (end == null) {
      return LONGEST_PAUSE;
    }
    if (end.isAfter(now)) {
      return Duration.between(now, end);
    }
    long away = Duration.between(end, now).toMillis();
    return Duration.ofMillis(Math.clamp(away / 4, WAIT.toMillis(), LONGEST_PAUSE.toMillis()));
  }

  /** Nothing was tried; what there is stays and is looked at again in a while. */
  void waits(UpstreamCredential row, String reason) {
    row.reason = reason;
    row.refreshingUntil = null;
    row.refreshAt = Instant.now().plus(WAIT);
  }

  /** The tokens of a connector that is gone or leads elsewhere. */
  void forget(UUID connector, @Nullable String unlessFor) {
    for (UpstreamCredential row : credentials.of(connector)) {
      if (!row.target.equals(unlessFor)) {
        outbox.remove(Topics.CREDENTIAL, row.key());
        credentials.delete(row);
      }
    }
    credentials.flush();
  }

  /** More is needed than was granted; it is asked for at the next sign-in. */
  void wants(UUID connector, String user, String scope) {
    wants(connector, user, scope, _ -> true);
  }

  /**
   * The same of tokens that were refused a while ago.
   *
   * @param version of those; it means nothing for others, which may be of another sign-in
   */
  void wants(UUID connector, String user, long version, String scope) {
    wants(connector, user, scope, row -> row.version == version);
  }

  private void wants(
      UUID connector, String user, String scope, Predicate<UpstreamCredential> which) {
    QuarkusTransaction.requiringNew()
        .run(() ->
            credentials
                .lock(connector, user)
                .filter(which)
                .ifPresent(row -> row.wantedScope = scope));
  }

  private @Nullable Instant refreshAt(Instant now, @Nullable Instant expiresAt) {
    if (expiresAt == null) {
      return null;
    }
    Duration left = Duration.between(now, expiresAt);
    Duration ahead = config.renewAhead();
    return left.compareTo(ahead.multipliedBy(2)) > 0
        ? expiresAt.minus(ahead)
        : now.plus(left.dividedBy(2));
  }
}
