package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.http.SafeHttpClient;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.vault.VaultException;
import dev.gatehouse.sync.audit.AuditTrail;
import dev.gatehouse.sync.oauth.OAuthFailure;
import dev.gatehouse.sync.oauth.TokenEndpoint;
import dev.gatehouse.sync.oauth.Tokens;
import dev.gatehouse.sync.schedule.Schedule;
import dev.gatehouse.sync.schedule.ScheduleRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final String CUT_SHORT =
      "A renewal of its tokens was cut short, and the authorization server takes those from before"
          + " no more: sign in again";

  private final UpstreamCredentials credentials;
  private final ScheduleRepository schedules;
  private final CredentialBook book;
  private final SignInNews news;
  private final AuditTrail trail;
  private final TokenEndpoint endpoint;
  private final Members members;
  private final Outbox outbox;
  private final Tenancy tenancy;
  private final ConnectConfig config;

  Renewal(
      UpstreamCredentials credentials,
      ScheduleRepository schedules,
      CredentialBook book,
      SignInNews news,
      AuditTrail trail,
      SafeHttpClient http,
      Members members,
      Outbox outbox,
      Tenancy tenancy,
      ConnectConfig config) {
    this.credentials = credentials;
    this.schedules = schedules;
    this.book = book;
    this.news = news;
    this.trail = trail;
    this.endpoint = new TokenEndpoint(http, config.requestTimeout());
    this.members = members;
    this.outbox = outbox;
    this.tenancy = tenancy;
    this.config = config;
  }

  /**
   * Renews out of turn. Nothing happens if somebody else does so at the moment, after a failure for
   * a while, or if there is nothing to renew with.
   */
  void now(UpstreamCredential seen) throws InterruptedException {
    if (!seen.renewable) {
      return;
    }
    Optional<UpstreamCredential> claimed =
        tenancy.in(seen.organisation, () -> credentials.claim(seen, config.leaseTime()));
    if (claimed.isPresent()) {
      renew(claimed.get());
    }
  }

  /** Under the lease that the row was claimed with. */
  void renew(UpstreamCredential claimed) throws InterruptedException {
    Instant began = Instant.now();
    if (claimed.userOrNull() != null) {
      switch (members.standing(claimed.organisation, claimed.userId)) {
        case NONE -> {
          finish(claimed, began, "gone", row -> end(row, "The user has left the organisation"));
          return;
        }
        case SUSPENDED -> {
          finish(claimed, row -> book.waits(row, "The user is suspended in the organisation"));
          return;
        }
        case UNKNOWN -> {
          finish(
              claimed, began, "members", row -> book.postponed(row, "Members are not known yet"));
          return;
        }
        case MEMBER -> {}
      }
    }
    try {
      StoredTokens before = withGrant(claimed, book.open(claimed));
      try {
        keep(claimed, began, before.with(fresh(before)));
      } catch (OAuthFailure e) {
        refused(claimed, began, before, e);
      }
    } catch (VaultException e) {
      LOG.warnf("Tokens cannot be renewed without Vault: connector %s", claimed.connectorId);
      finish(claimed, began, "vault", row -> book.postponed(row, "Vault cannot be used"));
    }
  }

  /** Where none was kept with the tokens it is the connector's, for which alone they are good. */
  private StoredTokens withGrant(UpstreamCredential row, StoredTokens stored) {
    if (stored.grant() != null) {
      return stored;
    }
    return tenancy
        .in(row.organisation, () -> schedules.look(row.connectorId))
        .map(Schedule::connectorManifest)
        .filter(connector -> connector.tokenTarget().equals(row.target))
        .map(ConnectorManifest::oauth)
        .map(oauth -> stored.gotBy(oauth.grant()))
        .orElse(stored);
  }

  private Tokens fresh(StoredTokens before) throws OAuthFailure, InterruptedException {
    if (!before.renewable()) {
      throw new OAuthFailure(
          OAuthFailure.Kind.GRANT_ENDED,
          "The account's token is over, and the upstream gave none to renew it with");
    }
    return before.ofTheClient()
        ? endpoint.clientCredentials(before.source())
        : endpoint.refresh(before.source(), before.tokens());
  }

  /**
   * What the server gave is to be had nowhere else, and what was there before may be good no more:
   * Vault and the database are waited for as long as the lease lasts.
   */
  private void keep(UpstreamCredential claimed, Instant began, StoredTokens fresh)
      throws InterruptedException {
    Instant end = began.plus(config.leaseTime());
    try {
      CredentialBook.Sealed sealed = patiently(end, () -> book.seal(claimed.organisation, fresh));
      patiently(
          end,
          () -> {
            finish(claimed, began, null, row -> book.rotate(row, sealed));
            return true;
          });
    } catch (VaultException e) {
      LOG.errorf("Renewed tokens could not be kept: connector %s", claimed.connectorId);
      finish(
          claimed,
          began,
          "vault",
          row -> {
            book.postponed(row, "Vault could not be used to keep the renewed tokens");
            row.interrupted = true;
          });
    }
  }

  private static <T> T patiently(Instant end, Supplier<T> step) throws InterruptedException {
    while (true) {
      try {
        return step.get();
      } catch (RuntimeException e) {
        if (Instant.now().plus(LOOK_AGAIN).isAfter(end)) {
          throw e;
        }
        LOG.warnf("Renewed tokens cannot be kept now, trying again: %s", e);
        Thread.sleep(LOOK_AGAIN);
      }
    }
  }

  private void refused(
      UpstreamCredential claimed, Instant began, StoredTokens before, OAuthFailure failure) {
    boolean ended = failure.kind() == OAuthFailure.Kind.GRANT_ENDED && !before.ofTheClient();
    boolean unavailable = failure.kind() == OAuthFailure.Kind.UNAVAILABLE;
    String reason = ended && claimed.interrupted ? CUT_SHORT : failure.reason();
    finish(
        claimed,
        began,
        ended ? "grant_ended" : unavailable ? "unavailable" : "refused",
        row -> {
          if (ended) {
            end(row, reason);
          } else if (before.ofTheClient()
              && !unavailable
              && (row.expiresAt == null || row.isOver())) {
            // Got anew with what the connector says now: no sign-in could cure it. A token whose
            // end is not told may be over.
            book.ended(row, reason);
            news.lookAgain(row);
          } else {
            book.postponed(row, reason);
            row.interrupted |= failure.mayBeDone();
            if (!before.ofTheClient() && !unavailable && row.isOver()) {
              news.needsSignIn(row, reason);
            }
          }
        });
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
    finish(claimed, change.andThen(row -> trail.record(deed(row, began, failure))));
  }

  private void finish(UpstreamCredential claimed, Consumer<UpstreamCredential> change) {
    tenancy.in(
        claimed.organisation,
        () -> {
          QuarkusTransaction.requiringNew()
              .run(() -> {
                outbox.lock(claimed.organisation);
                credentials
                    .lock(claimed)
                    .ifPresentOrElse(
                        change,
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
