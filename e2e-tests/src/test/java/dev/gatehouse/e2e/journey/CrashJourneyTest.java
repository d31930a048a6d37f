package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.e2e.client.AuditTrail;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.KilledSuite;
import dev.gatehouse.e2e.suite.RunningProcesses.Running;
import dev.gatehouse.e2e.suite.Suite;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every process is killed with {@code kill -9} right after it acknowledged something, and started
 * again: what was acknowledged is there, the whole path works, and nothing runs twice.
 */
@Order(KilledSuite.ORDER)
class CrashJourneyTest {
  private static final Duration RECOVERY = Duration.ofSeconds(30);
  private static final int CALLERS = 4;

  private static Suite suite;

  private String trace;
  private Workspace.Gateway gateway;

  @BeforeAll
  static void find(@KilledSuite Suite shared) {
    suite = shared;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "auth", "registry", "connector-sync", "audit"})
  void serviceIsKilled(String service) {
    long pid = suite.endpoints().services().get(service).pid();
    acknowledgedWork();

    Suite.kill(pid);
    suite.succeed("restart", service);

    assertThat(suite.endpoints().services().get(service).pid()).isNotEqualTo(pid);
    assertNothingIsLostAndAllWorks();
  }

  @Test
  void gatewayIsKilledInTheMiddleOfCalls() throws InterruptedException {
    Workspace workspace = Workspace.first(suite);
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    List<Thread> callers =
        Stream.generate(
                () -> Thread.ofVirtual().start(() -> callUntilItEnds(workspace, acknowledged)))
            .limit(CALLERS)
            .toList();
    await().atMost(RECOVERY.multipliedBy(2)).until(() -> acknowledged.size() > 10 * CALLERS);

    suite.kill("gateway");
    for (Thread caller : callers) {
      caller.join();
    }
    suite.succeed("restart", "gateway");

    new AuditTrail(workspace.rest()).awaitCalls(acknowledged, DemoTool.NAME);
  }

  private static void callUntilItEnds(Workspace workspace, Queue<String> acknowledged) {
    try {
      while (true) {
        String trace = AuditTrail.newTrace();
        DemoTool.call(workspace.endpoints().demo().url(), workspace.apiKey(), trace);
        acknowledged.add(trace);
      }
    } catch (AssertionError | UncheckedIOException e) {
      // No answer, or the edge's answer that nobody is there.
    }
  }

  @Test
  void postgresIsKilled() {
    long pid = suite.endpoints().postgres().pid();
    acknowledgedWork();

    Suite.kill(pid);
    suite.succeed("restart", "postgres");

    assertThat(suite.endpoints().postgres().pid()).isNotEqualTo(pid);
    assertNothingIsLostAndAllWorks();
  }

  @Test
  void launcherIsKilled() {
    Map<String, Long> before = servicePids();
    long launcher = suite.launcher().pid();
    acknowledgedWork();

    Suite.kill(launcher);
    suite.up();

    assertThat(suite.launcher().pid()).isNotEqualTo(launcher);
    assertThat(servicePids()).as("healthy services are adopted").isEqualTo(before);
    assertNothingIsLostAndAllWorks();
  }

  @Test
  void everythingIsKilledAtOnce() {
    acknowledgedWork();

    suite.processes().all().forEach(Running::kill);
    await().until(() -> suite.processes().all().isEmpty());
    suite.up();

    assertNothingIsLostAndAllWorks();
  }

  @AfterEach
  void nothingRunsTwice() {
    servicePids()
        .forEach((service, pid) ->
            assertThat(suite.processes().withCommand("/" + service + "-service/"))
                .extracting(Running::pid)
                .containsExactly(pid));
    assertThat(suite.processes().withCommand("launcher.jar")).hasSize(1);
    assertThat(suite.processes().withCommand("bin/postgres"))
        .extracting(Running::pid)
        .containsExactly(suite.endpoints().postgres().pid());
  }

  /** A change and a call whose answers have arrived: from here on neither may be lost. */
  private void acknowledgedWork() {
    Workspace workspace = Workspace.first(suite);
    trace = AuditTrail.newTrace();
    gateway = workspace.gateway("kept");
    DemoTool.call(workspace.endpoints().demo().url(), workspace.apiKey(), trace);
  }

  private void assertNothingIsLostAndAllWorks() {
    Workspace workspace = Workspace.first(suite);
    AuditTrail trail = new AuditTrail(workspace.rest());
    await()
        .atMost(RECOVERY)
        .untilAsserted(() ->
            assertThat(
                    McpRequest.list(workspace.endpoints().demo().url())
                        .bearer(workspace.apiKey())
                        .send()
                        .status())
                .isEqualTo(200));
    trail.awaitCall(trace, DemoTool.NAME);
    trail.awaitChange("gateway.create", gateway.id());
    workspace.awaitServed(gateway);
    wholePath(workspace, trail);
  }

  /**
   * One call through all five services: sign-in, new credential, sync, change, call, record. The
   * upstream is the demo gateway, which wants a key as any upstream would.
   */
  private static void wholePath(Workspace workspace, AuditTrail trail) {
    Workspace after = workspace.signedInAnew();
    Workspace.Connector connector = after.connect(after.endpoints().demo().url(), after.apiKey());
    Workspace.Gateway gateway = after.gateway("after");
    after.expose(gateway, connector, DemoTool.NAME, "again");
    after.awaitServed(gateway, "again");
    String trace = AuditTrail.newTrace();
    DemoTool.callAs("again", gateway.url(), after.apiKey(), trace);
    trail.awaitCall(trace, "again");
  }

  private static Map<String, Long> servicePids() {
    return suite.endpoints().services().entrySet().stream()
        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, e -> e.getValue().pid()));
  }
}
