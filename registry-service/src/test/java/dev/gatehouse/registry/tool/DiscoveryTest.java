package dev.gatehouse.registry.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.event.DiscoveryEvent.Flag;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import dev.gatehouse.platform.event.DiscoveryEvent.ToolsFound;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.registry.Discovery;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class DiscoveryTest {
  private Organisation organisation;
  private String connector;
  private Discovery discovery;

  @BeforeEach
  void aConnector() {
    organisation = Organisation.create();
    connector = organisation.connector("Upstream");
    discovery = new Discovery(organisation, connector);
  }

  @AfterEach
  void close() {
    discovery.close();
  }

  @Test
  void takesOverTheToolsOfARealServer() {
    List<FoundTool> found = Discovery.sample("alfresco");
    discovery.complete(found);
    awaitRuns();
    tools()
        .body("name", contains(found.stream().map(FoundTool::name).toArray()))
        .body("hash", contains(found.stream().map(FoundTool::hash).toArray()))
        .body(
            "description[0]", equalTo(found.getFirst().definition().path("description").asText()));
    connector()
        .body("toolsCache.size()", equalTo(found.size()))
        .body("toolsCache[0].inputSchema.type", equalTo("object"))
        .body("protocolVersion", equalTo("2025-11-25"));
  }

  @Test
  void nothingHoldsUntilTheRunHasEnded() {
    String run = TestIdentities.newId();
    discovery.found(run, 0, List.of(Discovery.tool("early", "")));
    discovery.health(HealthChanged.State.CONNECTED, null);
    awaitStatus("connected");
    assertThat(states()).isEmpty();
    discovery.finish(run, RunFinished.Outcome.COMPLETE, 1, 1);
    awaitStates(Map.of("early", "active"));
  }

  @Test
  void aCompleteRunRemovesWhatItLacks() {
    discovery.complete(Discovery.tool("a", ""), Discovery.tool("b", ""));
    discovery.complete(Discovery.tool("b", ""));
    awaitStates(Map.of("a", "removed", "b", "active"));
    connector().body("toolsCache.name", contains("b"));
  }

  @Test
  void aToolWhoseNameCannotBeStoredIsRefusedAlone() {
    discovery.complete(Discovery.tool("nul\0", ""), Discovery.tool("good", ""));
    awaitStates(Map.of("good", "active"));
    connector().body("refusedTools.size()", equalTo(1));
  }

  @Test
  void aPartialRunRemovesNothing() {
    discovery.complete(Discovery.tool("a", ""), Discovery.tool("b", ""));
    discovery.partial(Discovery.tool("c", ""));
    awaitStates(Map.of("a", "active", "b", "active", "c", "active"));
  }

  @Test
  void aFailedRunRemovesNothing() {
    discovery.complete(Discovery.tool("a", ""));
    discovery.failed();
    discovery.partial(Discovery.tool("marker", ""));
    awaitStates(Map.of("a", "active", "marker", "active"));
  }

  @Test
  void aCompleteRunWithALostPartRemovesNothing() {
    discovery.complete(Discovery.tool("a", ""));
    String run = TestIdentities.newId();
    discovery.found(run, 1, List.of(Discovery.tool("b", "")));
    discovery.finish(run, RunFinished.Outcome.COMPLETE, 2, 2);
    awaitStates(Map.of("a", "active", "b", "active"));
  }

  @Test
  void aSecondDeliveryChangesNothing() {
    String run = TestIdentities.newId();
    var found =
        EventCodec.envelope(
            "connector-sync",
            new ToolsFound(
                organisation.id(), connector, run, 0, List.of(Discovery.tool("a", "old"))),
            null);
    var finished =
        EventCodec.envelope(
            "connector-sync",
            new RunFinished(
                organisation.id(),
                connector,
                run,
                RunFinished.Outcome.COMPLETE,
                1,
                1,
                List.of(),
                null,
                null,
                null,
                null,
                Instant.now(),
                null,
                0,
                Set.of(),
                List.of()),
            null);
    discovery.send(found);
    discovery.send(finished);
    discovery.complete(Discovery.tool("b", ""));
    discovery.send(found);
    discovery.send(finished);
    discovery.partial(Discovery.tool("marker", ""));
    awaitStates(Map.of("a", "removed", "b", "active", "marker", "active"));
  }

  @Test
  void aLateRunChangesNothing() {
    discovery.complete(Discovery.tool("new", ""));
    String run = TestIdentities.newId();
    discovery.found(run, 0, List.of(Discovery.tool("old", "")));
    discovery.send(
        new RunFinished(
            organisation.id(),
            connector,
            run,
            RunFinished.Outcome.COMPLETE,
            1,
            1,
            List.of(),
            null,
            null,
            null,
            null,
            Instant.now().minusSeconds(60),
            null,
            0,
            Set.of(),
            List.of()));
    discovery.partial(Discovery.tool("marker", ""));
    awaitStates(Map.of("new", "active", "marker", "active"));
  }

  @Test
  void aChangedDefinitionWaitsWhileTheOldOneIsServed() {
    FoundTool old = Discovery.tool("a", "old");
    FoundTool changed = Discovery.tool("a", "new");
    discovery.complete(old);
    discovery.complete(changed);
    awaitStates(Map.of("a", "pending"));
    tools()
        .body("hash", contains(old.hash()))
        .body("pendingHash", contains(changed.hash()))
        .body("description", contains("old"));
    tool("a")
        .body("definition.description", equalTo("old"))
        .body("pendingDefinition.description", equalTo("new"));
  }

  @Test
  void whatIsOddAboutADefinitionIsShownWithTheTool() throws Exception {
    FoundTool plain = Discovery.tool("a", "hid\u200Bden");
    discovery.complete(
        new FoundTool(
            plain.name(),
            plain.hash(),
            plain.definition(),
            List.of(new Flag(Flag.HIDDEN_CHARACTERS, "/description"))));

    awaitStates(Map.of("a", "active"));

    tool("a")
        .body("flags[0].kind", equalTo("hidden_characters"))
        .body("flags[0].where", equalTo("/description"));
  }

  @Test
  void aToolThatStaysAsItIsIsFlaggedForOneThatLooksLikeIt() {
    FoundTool plain = Discovery.tool("a", "A tool");
    discovery.complete(plain);
    awaitStates(Map.of("a", "active"));

    discovery.complete(
        new FoundTool(
            plain.name(),
            plain.hash(),
            plain.definition(),
            List.of(new Flag(Flag.LOOK_ALIKE_NAME, "\u0430"))),
        Discovery.tool("b", "Another"));

    awaitStates(Map.of("a", "active", "b", "active"));
    tool("a").body("flags.kind", contains("look_alike_name"));
  }

  @Test
  void aToolThatWasReadOnlyAndIsDestructiveNowIsFlagged() throws Exception {
    discovery.complete(annotated("{\"readOnlyHint\": true}"));
    awaitStates(Map.of("a", "active"));

    discovery.complete(annotated("{\"readOnlyHint\": false, \"destructiveHint\": true}"));

    awaitStates(Map.of("a", "pending"));
    tool("a").body("flags.kind", contains("now_destructive"));
  }

  private static FoundTool annotated(String annotations) throws IOException {
    JsonNode definition =
        Json.mapper()
            .readTree(
                "{\"name\": \"a\", \"inputSchema\": {\"type\": \"object\"}, \"annotations\": %s}"
                    .formatted(annotations));
    return new FoundTool("a", CanonicalJson.sha256(definition), definition);
  }

  @Test
  void anApprovedChangeIsServed() {
    FoundTool changed = Discovery.tool("a", "new");
    discovery.complete(Discovery.tool("a", "old"));
    discovery.complete(changed);
    awaitStates(Map.of("a", "pending"));
    decide("a", "approve", "{\"hash\": \"" + changed.hash() + "\"}")
        .statusCode(200)
        .body("status", equalTo("active"))
        .body("hash", equalTo(changed.hash()))
        .body("pendingHash", nullValue());
    connector().body("toolsCache.description", contains("new"));
  }

  @Test
  void approvesNothingThatWasNotLookedAt() {
    discovery.complete(Discovery.tool("a", "old"));
    discovery.complete(Discovery.tool("a", "new"));
    awaitStates(Map.of("a", "pending"));
    decide("a", "approve", "{\"hash\": \"0000\"}").statusCode(409);
    decide("a", "approve", "").statusCode(200);
    decide("a", "approve", "").statusCode(409);
  }

  @Test
  void aRejectedChangeDoesNotComeBack() {
    FoundTool old = Discovery.tool("a", "old");
    discovery.complete(old);
    discovery.complete(Discovery.tool("a", "new"));
    awaitStates(Map.of("a", "pending"));
    decide("a", "reject", "")
        .statusCode(200)
        .body("status", equalTo("active"))
        .body("hash", equalTo(old.hash()));
    discovery.complete(Discovery.tool("a", "new"), Discovery.tool("marker", ""));
    awaitStates(Map.of("a", "active", "marker", "active"));
  }

  @Test
  void theAutoPolicyServesAChangeAtOnce() {
    policy("auto");
    discovery.complete(Discovery.tool("a", "old"));
    discovery.complete(Discovery.tool("a", "new"), Discovery.tool("marker", ""));
    awaitStates(Map.of("a", "active", "marker", "active"));
    connector().body("toolsCache.description[0]", equalTo("new"));
  }

  @Test
  void theBlockPolicyServesNothingUntilApproved() {
    policy("block");
    discovery.complete(Discovery.tool("a", "old"));
    discovery.complete(Discovery.tool("a", "new"));
    awaitStates(Map.of("a", "quarantined"));
    connector().body("toolsCache.size()", equalTo(0));
    decide("a", "approve", "").statusCode(200);
    connector().body("toolsCache.description", contains("new"));
  }

  @Test
  void aToolThatComesBackChangedIsNotServedUnseen() {
    discovery.complete(Discovery.tool("a", "old"));
    discovery.complete();
    discovery.complete(Discovery.tool("a", "new"));
    awaitStates(Map.of("a", "quarantined"));
  }

  @Test
  void aDefinitionBeyondTheLimitIsRefusedWithAReason() {
    ObjectNode definition = (ObjectNode) Discovery.tool("big", "").definition();
    definition.put("description", "x".repeat(130 * 1024));
    discovery.complete(new FoundTool("big", "hash", definition), Discovery.tool("small", ""));
    awaitStates(Map.of("small", "active"));
    connector()
        .body("refusedTools.name", contains("big"))
        .body(
            "refusedTools[0].reason",
            equalTo("the definition takes 133183 bytes, more than 131072"));
  }

  @Test
  void onlyAllowedToolsAreServed() {
    discovery.complete(Discovery.tool("a", ""), Discovery.tool("b", ""));
    awaitStates(Map.of("a", "active", "b", "active"));
    organisation
        .request()
        .body("{\"allowedTools\": [\"b\"]}")
        .patch("/api/mcps/" + connector)
        .then()
        .statusCode(200)
        .body("toolsCache.name", contains("b"));
  }

  @Test
  void showsHowTheUpstreamIs() {
    discovery.health(HealthChanged.State.UNREACHABLE, "The connection was refused");
    awaitStatus("unreachable");
    connector().body("statusReason", equalTo("The connection was refused"));
    discovery.health(HealthChanged.State.NEEDS_SIGN_IN, "401");
    awaitStatus("needs_sign_in");
  }

  private void policy(String policy) {
    organisation
        .request()
        .body("{\"changePolicy\": \"%s\"}".formatted(policy))
        .patch("/api/mcps/" + connector)
        .then()
        .statusCode(200);
  }

  private ValidatableResponse decide(String tool, String decision, String body) {
    String path = "/api/mcps/%s/tools/%s/%s";
    return organisation
        .request()
        .body(body)
        .post(path.formatted(connector, organisation.tool(connector, tool), decision))
        .then();
  }

  private ValidatableResponse tool(String name) {
    return organisation
        .request()
        .get("/api/mcps/" + connector + "/tools/" + organisation.tool(connector, name))
        .then()
        .statusCode(200);
  }

  private ValidatableResponse tools() {
    return organisation.request().get("/api/mcps/" + connector + "/tools").then().statusCode(200);
  }

  private ValidatableResponse connector() {
    return organisation.request().get("/api/mcps/" + connector).then().statusCode(200);
  }

  private Map<String, String> states() {
    return tools().extract().jsonPath().<Map<String, String>>getList("$").stream()
        .collect(Collectors.toMap(tool -> tool.get("name"), tool -> tool.get("status")));
  }

  private void awaitStates(Map<String, String> expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(states()).isEqualTo(expected));
  }

  private void awaitStatus(String status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> connector().body("status", equalTo(status)));
  }

  private void awaitRuns() {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !states().isEmpty());
  }
}
