package dev.gatehouse.gateway.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.AuditTrail;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.event.AuditSettings;
import dev.gatehouse.platform.event.AuditSettings.Bodies;
import dev.gatehouse.platform.event.AuditSettings.WhenFull;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.testing.TestNetwork;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls go on while Kafka is away, and nothing of them is lost: the network is taken away. */
@Tag("long")
@GatewayTest
class BrokerAwayTest {
  private static final int LARGEST = AuditSettings.LARGEST_MAX_BYTES;

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  @Inject Spool spool;
  @Inject SettingsView settings;

  @TestHTTPResource(value = "/", management = true)
  URL management;

  private Tenant refusing;
  private Tenant serving;
  private UpstreamFixture upstream;

  private record Tenant(Organisation organisation, Mcp client) {
    String id() {
      return organisation.id();
    }
  }

  @BeforeEach
  void organisations() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    refusing = tenant(WhenFull.REFUSE);
    serving = tenant(WhenFull.SERVE);
  }

  @AfterEach
  void close() {
    TestNetwork.KAFKA.pass();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(spool::writable);
    serving.organisation().close();
    refusing.organisation().close();
    upstream.close();
  }

  @Test
  void everyCallThatWasAnsweredIsOnRecordOnceWhateverBecomesOfConnections() {
    int calls = 0;
    for (int round = 0; round < 8; round++) {
      call(refusing, calls, 20);
      calls += 20;
      TestNetwork.KAFKA.cut();
      call(refusing, calls, 20);
      calls += 20;
      TestNetwork.KAFKA.pass();
      call(refusing, calls, 20);
      calls += 20;
      TestNetwork.KAFKA.silence();
      call(refusing, calls, 20);
      calls += 20;
      TestNetwork.KAFKA.pass();
    }

    assertThat(recorded(refusing, calls, all -> true)).containsExactlyElementsOf(numbers(calls));
  }

  @Test
  void aCallThatMayChangeSomethingHasItsAttemptAndItsOutcomeOnce() {
    TestNetwork.KAFKA.silence();
    for (int i = 0; i < 50; i++) {
      refusing.client().legacyCall("create_a", "{\"n\":%d}".formatted(i)).statusCode(200);
    }
    TestNetwork.KAFKA.cut();

    TestNetwork.KAFKA.pass();

    List<Integer> numbers = numbers(50);
    assertThat(recorded(refusing, 100, r -> r.phase() == Phase.ATTEMPT))
        .containsExactlyElementsOf(numbers);
    assertThat(recorded(refusing, 100, r -> r.phase() == Phase.OUTCOME))
        .containsExactlyElementsOf(numbers);
  }

  @Test
  void onceTheSpoolIsFullReadingGoesOnWhereItIsWantedAndTheGapIsOnRecord() {
    TestNetwork.KAFKA.cut();
    int answered = callUntilRefused();

    refusing.client().legacyCall("create_a", "{}").statusCode(503);
    serving.client().legacyCall("create_a", "{}").statusCode(503);
    serving.client().legacyCall("get_a", "{}").statusCode(200);
    serving.client().legacyCall("get_a", "{}").statusCode(200);
    assertThat(upstream.seen("tools/call")).hasSize(answered + 2);
    given().get(management + "health/ready").then().statusCode(200);
    TestNetwork.KAFKA.pass();

    assertThat(recorded(refusing, answered, all -> true))
        .containsExactlyElementsOf(numbers(answered));
    AuditRecord gap = AuditTrail.of(serving.id(), 1).getFirst();
    assertThat(gap.action()).isEqualTo("audit.gap");
    assertThat(gap.detail()).containsEntry("calls", "2").containsKey("statement");
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(spool::writable);
    refusing.client().legacyCall("create_a", "{}").statusCode(200);
  }

  /** Until the disk has all it may take; returns how many were served. */
  private int callUntilRefused() {
    String filling = "x ".repeat(LARGEST / 2);
    upstream.onCall(
        params -> "{\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}".formatted(filling));
    for (int i = 0; i < 10_000; i++) {
      String arguments = "{\"n\":%d,\"filling\":\"%s\"}".formatted(i, filling);
      int status = refusing.client().legacyCall("get_a", arguments).extract().statusCode();
      if (status == 503) {
        return i;
      }
      assertThat(status).isEqualTo(200);
    }
    throw new AssertionError("the spool never got full");
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static void call(Tenant tenant, int from, int calls) {
    for (int i = from; i < from + calls; i++) {
      tenant.client().legacyCall("get_a", "{\"n\":%d}".formatted(i)).statusCode(200);
    }
  }

  /** The numbers of calls in distinct records: what came twice has one id. */
  private static List<Integer> recorded(Tenant tenant, int least, Predicate<AuditRecord> which) {
    Map<String, AuditRecord> byId = new HashMap<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          AuditTrail.of(tenant.id(), 1).forEach(record -> byId.put(record.id(), record));
          return byId.size() >= least;
        });
    return byId.values().stream()
        .filter(which)
        .map(record -> record.input().content().path("n").asInt())
        .sorted()
        .toList();
  }

  private Tenant tenant(WhenFull whenFull) {
    Organisation made = new Organisation(view, catalog).connector(upstream.uri());
    made.tool("get_a").tool("create_a").gateway("g");
    AuditSettings wanted =
        new AuditSettings(made.id(), Bodies.REDACTED, LARGEST, Map.of(), whenFull);
    made.tell(Topics.AUDIT_SETTINGS, "audit", wanted);
    Awaitility.await().until(() -> settings.of(made.id()).equals(wanted));
    return new Tenant(made, new Mcp(made.path("g"), made.key()));
  }
}
