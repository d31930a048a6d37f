package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.http.SafeHttpClient;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.vault.VaultException;
import dev.gatehouse.sync.audit.AuditTrail;
import dev.gatehouse.sync.oauth.OAuthFailure;
import dev.gatehouse.sync.oauth.TokenEndpoint;
import dev.gatehouse.sync.oauth.Tokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gets new tokens in place of old ones. Who renews has a lease: authorization servers take a second
 * use of a refresh token for theft and end the whole grant. The server is asked outside of any
 * transaction; what it gave is kept only if the lease is still the newest.
 */
@ApplicationScoped
class Renewal {
  private static final Logger LOG = Logger.getLogger(Renewal.class);

  private final UpstreamCredentials credentials;
  private final CredentialBook book;
  private final SignInNews news;
  private final AuditTrail trail;
  private final TokenEndpoint endpoint;
  private final IdentityView members;
  private final Outbox outbox;
  private final Tenancy tenancy;
  private final ConnectConfig config;

  Renewal(
      UpstreamCredentials credentials,
      CredentialBook book,
      SignInNews news,
      AuditTrail trail,
      SafeHttpClient http,
      IdentityView members,
      Outbox outbox,
      Tenancy tenancy,
      ConnectConfig config) {
    this.credentials = credentials;
    this.book = book;
    this.news = news;
    this.trail = trail;
    this.endpoint = new TokenEndpoint(http, config.requestTimeout());
    this.members = members;
    this.outbox = outbox;
    this.tenancy = tenancy;
    this.config = config;
  }

  /** Renews out of turn; nothing happens if somebody else does so at the moment. */
  void now(UpstreamCredential seen) throws InterruptedException {
    Optional<UpstreamCredential> claimed =
        tenancy.in(seen.organisation, () -> credentials.claim(seen, config.leaseTime()));
    if (claimed.isPresent()) {
      renew(claimed.get());
    }
  }

  /** Under the lease that the row was claimed with. */
  void renew(UpstreamCredential claimed) throws InterruptedException {
    Instant began = Instant.now();
    if (claimed.userOrNull() != null
        && members.role(claimed.organisation, claimed.userId) == null) {
      finish(claimed, began, "gone", row -> end(row, "The user has left the organisation"));
      return;
    }
    try {
      StoredTokens before = book.open(claimed);
      Tokens fresh =
          before.tokens().refreshToken() == null
              ? endpoint.clientCredentials(before.source())
              : endpoint.refresh(before.source(), before.tokens());
      CredentialBook.Sealed sealed =
          book.seal(claimed.organisation, new StoredTokens(before.source(), fresh));
      finish(claimed, began, null, row -> book.rotate(row, sealed));
    } catch (OAuthFailure e) {
      boolean over = e.kind() != OAuthFailure.Kind.UNAVAILABLE;
      finish(
          claimed,
          began,
          over ? "grant_ended" : "unavailable",
          row -> {
            if (over) {
              end(row, e.reason());
            } else {
              book.postponed(row, e.reason());
            }
          });
    } catch (VaultException e) {
      LOG.warnf("Tokens cannot be renewed without Vault: connector %s", claimed.connectorId);
      finish(claimed, began, "vault", row -> book.postponed(row, "Vault cannot be used"));
    }
  }

  private void end(UpstreamCredential row, String reason) {
    book.ended(row, reason);
    news.needsSignIn(row, reason);
  }

  private void finish(
      UpstreamCredential claimed,
      Instant began,
      @Nullable String failure,
      Consumer<UpstreamCredential> change) {
    tenancy.in(
        claimed.organisation,
        () -> {
          QuarkusTransaction.requiringNew()
              .run(() -> {
                outbox.lock(claimed.organisation);
                credentials
                    .lock(claimed)
                    .ifPresentOrElse(
                        row -> {
                          change.accept(row);
                          trail.record(deed(row, began, failure));
                        },
                        () ->
                            LOG.infof(
                                "A renewal of connector %s is not kept: it was overtaken",
                                claimed.connectorId));
              });
          return true;
        });
  }

  private static AuditTrail.Deed deed(
      UpstreamCredential row, Instant began, @Nullable String failure) {
    return new AuditTrail.Deed(
        row.organisation,
        AuditTrail.itself(),
        "connector.token.renew",
        Target.of("connector", row.connectorId.toString(), null),
        failure == null ? Outcome.SUCCESS : new Outcome(Outcome.Status.ERROR, failure),
        began,
        Instant.now(),
        row.userOrNull() == null ? Map.of() : Map.of("user", row.userId));
  }
}
