package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.suite.Command;
import dev.gatehouse.e2e.suite.Endpoints;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands beside {@code up}, on a suite that runs. */
class LauncherJourneyTest {
  private static final Pattern KEY = Pattern.compile("ghk_([a-z0-9]{16})_[A-Za-z0-9_-]+");
  private static final Set<String> SERVICES =
      Set.of("auth", "gateway", "registry", "connector-sync", "audit");

  private static Suite suite;
  private static Endpoints endpoints;

  @BeforeAll
  static void open(@SharedSuite Suite shared) {
    suite = shared;
    endpoints = suite.endpoints();
  }

  @Test
  void statusNamesEveryServiceAndItsProcess() throws Exception {
    JsonNode status = new ObjectMapper().readTree(suite.succeed("status", "--json").out());

    for (String service : SERVICES) {
      assertThat(status.toString())
          .contains(service)
          .contains(Long.toString(endpoints.services().get(service).pid()));
    }
  }

  @Test
  void servicesRunFromTheCachesThatTheBuildRecorded() {
    assertThat(suite.processes().withCommand("-Dgatehouse.service="))
        .hasSize(SERVICES.size())
        .allSatisfy(process -> assertThat(process.commandLine()).contains("-XX:AOTCache="));
  }

  @Test
  void statusIsReadableWithoutJson() {
    assertThat(suite.succeed("status").out()).contains(SERVICES);
  }

  @Test
  void keyWorksFromItsCreationToItsRevocation() {
    Command.Result created = suite.succeed("key", "create", "journey");
    Matcher key = KEY.matcher(created.out());
    assertThat(key.find()).as(created::describe).isTrue();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(statusWith(key.group())).isEqualTo(200));
    assertThat(suite.succeed("key", "list").out())
        .contains("journey")
        .contains(key.group(1))
        .doesNotContain(key.group());

    suite.succeed("key", "revoke", key.group(1));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(statusWith(key.group())).isEqualTo(401));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth", "gateway", "registry", "connector-sync", "audit"})
  void logsOfAServiceAreShown(String service) {
    assertThat(suite.succeed("logs", service).out()).isNotBlank();
  }

  @Test
  void doctorFindsNothing() {
    assertThat(suite.succeed("doctor").out()).isNotBlank();
  }

  @Test
  void oneProcessRunsForEachPart() {
    for (String service : SERVICES) {
      assertThat(suite.processes().withCommand("/" + service + "-service/"))
          .as(service)
          .extracting("pid")
          .containsExactly(endpoints.services().get(service).pid());
    }
  }

  @Test
  void secondUpOnTheSameFolderIsRefusedAndDisturbsNothing() {
    Refusal.of(suite.run("up", "--detach"), "already");

    assertThat(statusWith(endpoints.apiKey())).isEqualTo(200);
    assertThat(suite.endpoints()).isEqualTo(endpoints);
  }

  @Test
  void unknownCommandsAndServicesAreRefused() {
    Refusal.of(Command.gatehouse("uup"), "uup");
    Refusal.of(suite.run("restart", "nonsense"), "nonsense");
    Refusal.of(suite.run("logs", "nonsense"), "nonsense");
    Refusal.of(suite.run("key", "nonsense"), "nonsense");
    Refusal.of(suite.run("status", "--nonsense"), "nonsense");
    Refusal.of(suite.run("key", "revoke", "0000000000000000"), "0000000000000000");
  }

  private static int statusWith(String key) {
    return McpRequest.list(endpoints.demo().url()).bearer(key).send().status();
  }
}
