package dev.gatehouse.sync.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.platform.http.SafeHttpClient;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.testing.TestVault;
import dev.gatehouse.sync.Rows;
import dev.gatehouse.sync.SyncTest;
import dev.gatehouse.sync.audit.AuditTrail;
import dev.gatehouse.sync.schedule.ScheduleRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of tokens when their renewal does not go as it should. */
@SyncTest
class RenewalTest extends ConnectSteps {
  private static final Duration LONG = Duration.ofMinutes(5);

  @Inject UpstreamCredentials credentials;
  @Inject ScheduleRepository schedules;
  @Inject CredentialBook book;
  @Inject SignInNews news;
  @Inject AuditTrail trail;
  @Inject SafeHttpClient http;
  @Inject Outbox outbox;
  @Inject Tenancy tenancy;
  @Inject ConnectConfig config;
  @Inject Renewal renewal;

  @Test
  void aRestartTakesNothingFromMembersThatAreNotKnownYet() throws InterruptedException {
    String connector = connector(oauth(true, null));
    connect(connector).statusCode(200);
    IdentityView empty = new IdentityView(Clock.systemUTC(), Duration.ofMinutes(15));

    renewing(new Members(empty, () -> false)).renew(claim(connector, user, LONG));

    account(connector).body("state", equalTo("connected"));
  }

  @Test
  void theAccountOfWhoHasLeftIsForgotten() throws InterruptedException {
    String connector = connector(oauth(true, null));
    connect(connector).statusCode(200);
    identities.leave(connectors.organisation(), user);

    renewal.renew(claim(connector, user, LONG));

    assertThat(rows(connector, "state = 'NEEDS_SIGN_IN' AND ciphertext IS NULL")).isEqualTo(1);
  }

  @Test
  void theAccountOfWhoIsSuspendedIsKeptAndNotUsed() throws InterruptedException {
    String connector = connector(oauth(true, null));
    connect(connector).statusCode(200);
    identities.suspend(connectors.organisation(), user, Role.EDITOR);

    renewal.renew(claim(connector, user, LONG));

    assertThat(rows(connector, "state = 'READY' AND ciphertext IS NOT NULL AND refresh_at > now()"))
        .isEqualTo(1);
    assertThat(upstream.tokenRequests("refresh_token")).isEmpty();
  }

  @Test
  void anAccountWithoutARefreshTokenIsUsedToItsEndAndNeverReplacedByTheClientsOwn() {
    upstream.tokensFor(8).withoutRefreshTokens();
    String connector = connectorWithClient("authorization_code", List.of());

    connect(connector).statusCode(200);

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            account(connector)
                .body("state", equalTo("needs_sign_in"))
                .body("reason", containsString("gave none to renew it with")));
    assertThat(upstream.tokenRequests("client_credentials")).isEmpty();
  }

  @Test
  void theClientsOwnTokensOfBeforeGrantsWereKeptAreRenewed() throws InterruptedException {
    String connector = connectorWithClient("client_credentials", List.of("a"));
    sync(connector).body("outcome", equalTo("complete"));
    StoredTokens now = book.open(row(connector, UpstreamCredential.SHARED));
    StoredTokens before = new StoredTokens(now.source(), now.tokens(), null);
    Rows.change(
        "UPDATE upstream_credential SET ciphertext = '%s' WHERE connector_id = '%s'"
            .formatted(book.seal(connectors.organisation(), before).stored(), connector));

    renewal.renew(claim(connector, UpstreamCredential.SHARED, LONG));

    assertThat(upstream.tokenRequests("client_credentials")).hasSize(2);
    assertThat(rows(connector, "state = 'READY' AND renewable")).isEqualTo(1);
  }

  @Test
  void theClientsOwnTokenIsUsedToItsEndThoughTheServerRefusesTheNext() throws InterruptedException {
    String connector = connectorWithClient("client_credentials", List.of("a"));
    sync(connector).body("outcome", equalTo("complete"));
    UpstreamCredential claimed = claim(connector, UpstreamCredential.SHARED, LONG);
    upstream.answeringTokenRequests(400, "{\"error\":\"invalid_client\"}");

    renewal.renew(claimed);

    assertThat(rows(connector, "state = 'READY' AND failures > 0")).isEqualTo(1);
    sync(connector).body("outcome", equalTo("complete"));
  }

  @Test
  void aClientOfItsOwnThatWasRefusedComesBack() {
    upstream.tokensFor(4);
    String connector = connectorWithClient("client_credentials", List.of("a"));
    sync(connector).body("outcome", equalTo("complete"));
    upstream.answeringTokenRequests(401, "{\"error\":\"invalid_client\"}");
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> rows(connector, "state = 'NEEDS_SIGN_IN'") == 1);
    upstream.answeringTokenRequests(200, "");

    sync(connector).body("outcome", equalTo("complete"));
  }

  @Test
  void whatAProxySaysInPlaceOfTheServerEndsNoGrant() {
    upstream.tokensFor(4);
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    upstream.answeringTokenRequests(403, "<html>not today</html>");
    awaitRefresh();
    upstream.answeringTokenRequests(200, "<html>nor now</html>");
    int asked = upstream.tokenRequests("refresh_token").size();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> upstream.tokenRequests("refresh_token").size() > asked);

    upstream.answeringTokenRequests(200, "");

    rotations(connector, 2);
    account(connector).body("state", equalTo("connected"));
  }

  @Test
  void aClientThatIsRefusedKeepsItsRefreshToken() {
    upstream.tokensFor(4);
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    upstream.answeringTokenRequests(401, "{\"error\":\"invalid_client\"}");
    awaitRefresh();

    upstream.answeringTokenRequests(200, "");

    rotations(connector, 2);
  }

  @Test
  void aTokenThatIsOverIsTriedAgainSoonHoweverOftenItHasFailed() throws InterruptedException {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    UpstreamCredential claimed = claim(connector, UpstreamCredential.SHARED, LONG);
    Rows.change(
        "UPDATE upstream_credential SET failures = 12, expires_at = now() - interval '1 minute'"
            + " WHERE connector_id = '%s'".formatted(connector));
    upstream.refusingTokenRequests(503);

    renewal.renew(claimed);

    assertThat(
            rows(
                connector,
                "failures = 13 AND refresh_at < now() + interval '6 minutes'"
                    + " AND refresh_at > now()"))
        .isEqualTo(1);
  }

  @Test
  void theNextTryIsNoLaterThanTheEndOfTheToken() throws InterruptedException {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    UpstreamCredential claimed = claim(connector, UpstreamCredential.SHARED, LONG);
    Rows.change(
        "UPDATE upstream_credential SET failures = 12, expires_at = now() + interval '10 minutes'"
            + " WHERE connector_id = '%s'".formatted(connector));
    upstream.refusingTokenRequests(503);

    renewal.renew(claimed);

    assertThat(rows(connector, "failures = 13 AND refresh_at <= expires_at")).isEqualTo(1);
  }

  @Test
  void renewedTokensAreKeptOnceVaultIsThereAgain() {
    AtomicBoolean sealed = new AtomicBoolean();
    upstream
        .tokensFor(6)
        .onRefresh(() -> {
          TestVault.seal();
          sealed.set(true);
        });
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    Awaitility.await().atMost(PATIENCE).untilTrue(sealed);
    upstream.onRefresh(() -> {});

    TestVault.unseal();

    rotations(connector, 2);
    account(connector).body("state", equalTo("connected"));
  }

  @Test
  void aRenewalThatWasCutShortIsTriedAgainAndSaysSoIfTheTokenIsUsedUp() {
    upstream.tokensFor(6);
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    claim(connector, UpstreamCredential.SHARED, Duration.ofSeconds(1)); // and dies

    upstream.useUpRefreshTokens();

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            account(connector)
                .body("state", equalTo("needs_sign_in"))
                .body("reason", containsString("cut short")));
  }

  @Test
  void aRenewalWhoseAnswerWasLostSaysSoIfTheTokenIsUsedUp() {
    upstream.tokensFor(6);
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    upstream.answeringTokenRequests(200, "<html>something went wrong</html>");
    Awaitility.await().atMost(PATIENCE).until(() -> rows(connector, "failures > 0") == 1);

    upstream.useUpRefreshTokens();
    upstream.answeringTokenRequests(200, "");

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            account(connector)
                .body("state", equalTo("needs_sign_in"))
                .body("reason", containsString("cut short")));
  }

  @Test
  void aRenewalThatWasCutShortGoesOnWhereTheServerStillTakesTheToken() {
    upstream.tokensFor(6);
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);

    claim(connector, UpstreamCredential.SHARED, Duration.ofSeconds(1)); // and dies

    rotations(connector, 2);
    account(connector).body("state", equalTo("connected"));
  }

  @Test
  void aHundredTriggersAtSeveralReplicasRenewOnce() throws InterruptedException {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    UpstreamCredential seen = row(connector, UpstreamCredential.SHARED);
    List<Renewal> replicas =
        Stream.generate(() -> renewing(new Members(view, () -> true))).limit(4).toList();
    List<Callable<Void>> triggers =
        Stream.iterate(0, i -> i + 1)
            .limit(100)
            .<Callable<Void>>map(i ->
                () -> {
                  replicas.get(i % replicas.size()).now(seen);
                  return null;
                })
            .toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(triggers))
          .allMatch(done -> done.state() == Future.State.SUCCESS);
    }

    assertThat(upstream.tokenRequests("refresh_token")).hasSize(1);
    assertThat(rotations(connector, 2)).hasSize(2);
  }

  @Test
  void newsOfASignInOverwriteNothingThatChangedMeanwhile() throws Exception {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    sync(connector).body("outcome", equalTo("complete"));
    UpstreamCredential row = row(connector, UpstreamCredential.SHARED);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection other = Rows.connect()) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .executeUpdate(
              "UPDATE schedule SET lease = 4711 WHERE connector_id = '%s'".formatted(connector));

      Future<?> told = threads.submit(() -> tell(row));
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> Rows.number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
      other.commit();

      told.get();
    }
    assertThat(Rows.number(leaseOf(connector))).isGreaterThanOrEqualTo(4711);
  }

  private static String leaseOf(String connector) {
    return "SELECT lease FROM schedule WHERE connector_id = '%s'".formatted(connector);
  }

  private void tell(UpstreamCredential row) {
    tenancy.in(
        connectors.organisation(),
        () -> {
          QuarkusTransaction.requiringNew().run(() -> news.lookAgain(row));
          return true;
        });
  }

  private Renewal renewing(Members members) {
    return new Renewal(
        credentials, schedules, book, news, trail, http, members, outbox, tenancy, config);
  }

  private void awaitRefresh() {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> !upstream.tokenRequests("refresh_token").isEmpty());
  }

  private UpstreamCredential row(String connector, String whose) {
    return tenancy.in(
        connectors.organisation(),
        () -> credentials.look(UUID.fromString(connector), whose).orElseThrow());
  }

  private UpstreamCredential claim(String connector, String whose, Duration time) {
    UpstreamCredential seen = row(connector, whose);
    return tenancy.in(connectors.organisation(), () -> credentials.claim(seen, time).orElseThrow());
  }

  private static long rows(String connector, String condition) {
    return Rows.number(
        "SELECT count(*) FROM upstream_credential WHERE connector_id = '%s' AND %s"
            .formatted(connector, condition));
  }
}
