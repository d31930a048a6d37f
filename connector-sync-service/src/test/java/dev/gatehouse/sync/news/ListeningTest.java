package dev.gatehouse.sync.news;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestVault;
import dev.gatehouse.sync.Connectors;
import dev.gatehouse.sync.Loops;
import dev.gatehouse.sync.Rows;
import dev.gatehouse.sync.Samples;
import dev.gatehouse.sync.SyncTest;
import dev.gatehouse.sync.schedule.ListenerRepository;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Upstreams that tell of changes are listened to, and synced when they do. */
@SyncTest
class ListeningTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Between runs that news bring about, three of them; a run takes much less. */
  private static final Duration SOME_PAUSES = Duration.ofSeconds(6);

  private static final String CHANGED = "notifications/tools/list_changed";

  @Inject ListenerRepository listeners;
  @Inject Tenancy tenancy;

  private Connectors connectors;
  private UpstreamFixture upstream;

  @BeforeEach
  void anOrganisation() {
    connectors = new Connectors();
  }

  @AfterEach
  void close() {
    TestVault.unseal();
    connectors.close();
    upstream.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Speaks.class,
      names = {"LEGACY", "MODERN"})
  void aChangeThatAnUpstreamTellsOfIsSyncedSoon(Speaks speaks) {
    String connector = listenedTo(speaks);
    upstream.tools(9, List.of(Samples.tool("a", ""), Samples.tool("b", "")));

    upstream.tell(CHANGED, new JsonObject());

    awaitTools(connector, 2);
  }

  @Test
  void aFloodOfNewsBringsFewRunsAbout() {
    String connector = listenedTo(Speaks.LEGACY);
    int before = runs(connector);
    for (int i = 0; i < 500; i++) {
      upstream.tell(CHANGED, new JsonObject());
    }
    upstream.tools(9, List.of(Samples.tool("a", ""), Samples.tool("b", "")));

    upstream.tell(CHANGED, new JsonObject());

    awaitTools(connector, 2);
    Awaitility.await().pollDelay(SOME_PAUSES).atMost(PATIENCE).until(() -> true); // for the others
    assertThat(runs(connector) - before).isBetween(1, 3);
  }

  @Test
  void anOrganisationThatHasItsShareLeavesPlacesToOthers() {
    listenedTo(Speaks.LEGACY);
    String second = add(connectors);
    Awaitility.await().atMost(PATIENCE).until(() -> upstream.streams().size() == 2);
    String third = add(connectors);
    try (Connectors others = new Connectors()) {
      add(others); // whose turn comes after the third's
      Awaitility.await().atMost(PATIENCE).until(() -> upstream.streams().size() == 3);
    }

    assertThat(listening(second, "listener IS NOT NULL")).isEqualTo(1);
    assertThat(listening(third, "listens AND listener IS NULL")).isEqualTo(1);
  }

  @Test
  void aStreamThatEndsIsOpenedAgainAfterAPause() {
    String connector = listenedTo(Speaks.LEGACY);

    upstream.endStreams();

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> listening(connector, "listener IS NULL AND listened_until > now()") == 1);
    Rows.change(
        "UPDATE schedule SET listened_until = now() WHERE connector_id = '" + connector + "'");
    Awaitility.await().atMost(PATIENCE).until(() -> upstream.streams().size() == 1);
  }

  @Test
  void whoWasOvertakenGivesNothingBack() {
    String connector = listenedTo(Speaks.LEGACY);
    UUID overtaken = listener(connector);
    takeLease(connector);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> listening(connector, "listener IS NOT NULL") == 1);

    tenancy.in(
        connectors.organisation(),
        () -> {
          listeners.release(Map.of(UUID.fromString(connector), overtaken), Duration.ofHours(1));
          return true;
        });

    assertThat(listener(connector)).isNotEqualTo(overtaken);
    Awaitility.await().atMost(PATIENCE).until(() -> upstream.streams().size() == 1);
  }

  @Test
  void aMomentWithoutVaultCostsNoHalfHour() {
    upstream = telling(Speaks.LEGACY);
    String path = "orgs/" + connectors.organisation() + "/connectors/" + TestIdentities.newId();
    TestVault.write(path, Map.of("headers", Map.of("X-Key", "a")));
    String connector = connectors.add(upstream.uri().toString(), new CredentialReference(path, 1));
    sync(connectors, connector);
    awaitStream();
    TestVault.seal();
    takeLease(connector);

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> listening(connector, "listener IS NULL AND listened_until > now()") == 1);

    assertThat(listening(connector, "listened_until < now() + interval '10 minutes'")).isEqualTo(1);
  }

  @Test
  void nobodyListensToAConnectorThatIsSwitchedOff() {
    String connector = listenedTo(Speaks.MODERN);

    connectors.publish(connectors.manifest(connector, upstream.uri().toString(), null, false, 2));

    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> upstream.streams().isEmpty());
  }

  @Test
  void nobodyListensOnWithAnAccountThatWasTakenAway() {
    String connector = listenedTo(Speaks.LEGACY);

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          needsSignIn(connector); // whatever a look that was under way makes of it
          return upstream.streams().isEmpty();
        });
  }

  @Test
  void whoDoesNotSayThatItTellsIsNotListenedTo() {
    upstream = UpstreamFixture.start(Loops.VERTX, Speaks.LEGACY).tools(9, List.of());
    String silent = add(connectors);
    UpstreamFixture quiet = upstream;
    listenedTo(Speaks.LEGACY); // which had to wait its turn after

    assertThat(listening(silent, "listens OR listener IS NOT NULL")).isZero();
    assertThat(quiet.seen()).noneMatch(seen -> seen.httpMethod().equals("GET"));
    quiet.close();
  }

  private static void takeLease(String connector) {
    Rows.change(
        "UPDATE schedule SET listener = NULL, listened_until = NULL WHERE connector_id = '%s'"
            .formatted(connector));
  }

  private static void needsSignIn(String connector) {
    Rows.change(
        "UPDATE schedule SET health = 'NEEDS_SIGN_IN', probe_at = now() + interval '1 hour'"
            + " WHERE connector_id = '%s'".formatted(connector));
  }

  /** A connector of an organisation at the upstream, after its first run. */
  private String add(Connectors whose) {
    String connector = whose.add(upstream.uri().toString());
    sync(whose, connector);
    return connector;
  }

  private static void sync(Connectors whose, String connector) {
    whose.request().post("/api/sync/" + connector).then().body("outcome", equalTo("complete"));
  }

  private static UpstreamFixture telling(Speaks speaks) {
    return UpstreamFixture.start(Loops.VERTX, speaks)
        .telling()
        .tools(9, List.of(Samples.tool("a", "")));
  }

  private String listenedTo(Speaks speaks) {
    upstream = telling(speaks);
    String connector = add(connectors);
    awaitStream();
    return connector;
  }

  private void awaitStream() {
    Awaitility.await().atMost(PATIENCE).until(() -> upstream.streams().size() == 1);
  }

  private void awaitTools(String connector, int tools) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            connectors
                .request()
                .get("/api/sync/" + connector + "/runs")
                .then()
                .body("[0].tools", equalTo(tools))
                .body("[0].cause", equalTo("schedule")));
  }

  private int runs(String connector) {
    return connectors.request().get("/api/sync/" + connector + "/runs").path("size()");
  }

  private static UUID listener(String connector) {
    return UUID.fromString(
        Rows.text("SELECT listener FROM schedule WHERE connector_id = '%s'".formatted(connector)));
  }

  private static long listening(String connector, String condition) {
    return Rows.number(
        "SELECT count(*) FROM schedule WHERE connector_id = '%s' AND (%s)"
            .formatted(connector, condition));
  }
}
