package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.e2e.client.Answer;
import dev.gatehouse.e2e.client.AuditTrail;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Calls go on while services are killed at random moments: every call whose answer has arrived is
 * in the export afterwards, none twice, the trail verifies, and no secret lies anywhere. {@code
 * -Daudit.kills=20} for the long form.
 */
class WitnessJourneyTest {
  private static final int KILLS = Integer.getInteger("audit.kills", 3);
  private static final long SEED = Long.getLong("audit.seed", 7);
  private static final int CALLERS = 4;
  private static final String CANARY = "c4nary-" + Long.toHexString(System.nanoTime()) + "-S3cret";
  private static final List<String> VICTIMS =
      List.of("gateway", "audit", "registry", "auth", "postgres");
  private static final Duration ARRIVAL = Duration.ofMinutes(3);

  private static Suite suite;

  @BeforeAll
  static void start() {
    suite = Suite.start();
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void everyAcknowledgedCallIsInTheExportOnceAndNoSecretIsAnywhere()
      throws InterruptedException, IOException {
    Workspace workspace = Workspace.first(suite);
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    AtomicBoolean goOn = new AtomicBoolean(true);
    List<Thread> callers =
        IntStream.range(0, CALLERS)
            .mapToObj(i -> Thread.ofVirtual().start(() -> callOn(workspace, acknowledged, goOn)))
            .toList();

    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      int had = acknowledged.size();
      await().atMost(ARRIVAL).until(() -> acknowledged.size() > had + 20);
      Thread.sleep(random.nextInt(500));
      killAndRestart(VICTIMS.get(random.nextInt(VICTIMS.size())));
    }
    goOn.set(false);
    for (Thread caller : callers) {
      caller.join();
    }

    awaitAllOnce(workspace, Set.copyOf(acknowledged));
    suite.succeed("audit", "verify");
    assertNoCanary(workspace);
  }

  private static void callOn(Workspace workspace, Queue<String> acknowledged, AtomicBoolean goOn) {
    while (goOn.get()) {
      String trace = AuditTrail.newTrace();
      try {
        JsonNode result =
            McpRequest.call(
                    workspace.endpoints().demo().url(),
                    DemoTool.NAME,
                    Map.of("message", trace + " password=" + CANARY))
                .modern()
                .bearer(workspace.apiKey())
                .header("traceparent", AuditTrail.traceParent(trace))
                .result();
        if (result.at("/content/0/text").asText().contains(trace)) {
          acknowledged.add(trace);
        }
      } catch (AssertionError | UncheckedIOException e) {
        pause(); // not acknowledged: it may be on record or not
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void killAndRestart(String victim) {
    long pid =
        victim.equals("postgres")
            ? suite.endpoints().postgres().pid()
            : suite.endpoints().services().get(victim).pid();
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    suite.succeed("restart", victim);
  }

  private static void awaitAllOnce(Workspace workspace, Set<String> acknowledged) {
    await()
        .atMost(ARRIVAL)
        .pollInterval(Duration.ofSeconds(2))
        .ignoreException(IOException.class)
        .untilAsserted(() -> {
          Map<String, Integer> outcomes = outcomes(workspace);
          assertThat(outcomes.keySet()).containsAll(acknowledged);
          outcomes.keySet().retainAll(acknowledged);
          assertThat(outcomes.values()).as("records of one call").containsOnly(1);
        });
  }

  /** How many records tell of the end of a call, by its trace; also of calls without an answer. */
  private static Map<String, Integer> outcomes(Workspace workspace) throws IOException {
    Map<String, Integer> found = new HashMap<>();
    Set<String> ids = new java.util.HashSet<>();
    for (JsonNode record : export(workspace, "ndjson&action=tool.call&tool=" + DemoTool.NAME)) {
      assertThat(ids.add(record.path("id").asText())).as("an id is there once").isTrue();
      if (!record.path("phase").asText().equals("ATTEMPT") && record.has("traceId")) {
        found.merge(record.path("traceId").asText(), 1, Integer::sum);
      }
    }
    return found;
  }

  private static List<JsonNode> export(Workspace workspace, String query) throws IOException {
    Answer answer = workspace.rest().get("/api/audit/export?format=" + query).expect(200);
    List<JsonNode> records = new ArrayList<>();
    for (String line : answer.body().split("\n")) {
      if (!line.isEmpty()) {
        records.add(new ObjectMapper().readTree(line));
      }
    }
    return records;
  }

  /** In no export, and in no file of database, Kafka, spools and logs. */
  private static void assertNoCanary(Workspace workspace) throws IOException {
    for (String format : List.of("ndjson", "csv", "ocsf", "ecs", "cef")) {
      assertThat(workspace.rest().get("/api/audit/export?format=" + format).expect(200).body())
          .doesNotContain(CANARY);
    }
    byte[] canary = CANARY.getBytes(StandardCharsets.UTF_8);
    try (Stream<Path> files = Files.walk(suite.data())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(holds(file, canary)).as("%s holds the secret", file).isFalse();
      }
    }
  }

  private static boolean holds(Path file, byte[] wanted) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (java.nio.file.NoSuchFileException e) {
      return false; // gone meanwhile, as spools and logs of Kafka go
    }
    outer:
    for (int i = 0; i <= content.length - wanted.length; i++) {
      for (int j = 0; j < wanted.length; j++) {
        if (content[i + j] != wanted[j]) {
          continue outer;
        }
      }
      return true;
    }
    return false;
  }
}
