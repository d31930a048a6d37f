package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.sync.audit.AuditTrail;
import dev.gatehouse.sync.connect.OAuthResource.AccountView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Which accounts are connected; tokens are never shown. */
@ApplicationScoped
class Accounts {
  private final UpstreamCredentials credentials;
  private final CredentialBook book;
  private final SignInNews news;
  private final AuditTrail trail;
  private final Outbox outbox;

  Accounts(
      UpstreamCredentials credentials,
      CredentialBook book,
      SignInNews news,
      AuditTrail trail,
      Outbox outbox) {
    this.credentials = credentials;
    this.book = book;
    this.news = news;
    this.trail = trail;
    this.outbox = outbox;
  }

  AccountView view(UUID connector, boolean perUser, String user) {
    return credentials
        .look(connector, user)
        .map(row ->
            new AccountView(
                row.state == UpstreamCredential.State.READY
                    ? "connected"
                    : row.state.name().toLowerCase(Locale.ROOT),
                perUser,
                row.reason,
                row.expiresAt,
                row.wantedScope))
        .orElse(new AccountView("none", perUser, null, null, null));
  }

  @Transactional
  void disconnect(Caller caller, UUID connector, String user) {
    outbox.lock(caller.organisation());
    UpstreamCredential row =
        credentials
            .lock(connector, user)
            .orElseThrow(
                () -> ProblemException.of(CommonProblem.NOT_FOUND, "No account is connected."));
    row.lease++;
    book.ended(row, "Somebody has disconnected it");
    news.needsSignIn(row, "Somebody has disconnected the account");
    Instant now = Instant.now();
    trail.record(
        new AuditTrail.Deed(
            caller.organisation(),
            AuditTrail.of(caller),
            "connector.account.disconnect",
            Target.of("connector", connector.toString(), null),
            Outcome.SUCCESS,
            now,
            now,
            Map.of("account", user.isEmpty() ? "connector" : "user")));
  }
}
