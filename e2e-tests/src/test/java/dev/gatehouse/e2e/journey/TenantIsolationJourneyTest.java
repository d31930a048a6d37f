package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.Answer;
import dev.gatehouse.e2e.client.AuditTrail;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.OAuthClient;
import dev.gatehouse.e2e.client.Rest;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.Endpoints;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two organisations on one suite: to each, the other might as well not exist. */
class TenantIsolationJourneyTest {
  private static Endpoints endpoints;
  private static Workspace first;
  private static Workspace other;
  private static String connector;
  private static String gateway;

  @BeforeAll
  static void makeAnotherOrganisation(@SharedSuite Suite suite) {
    endpoints = suite.endpoints();
    first = Workspace.first(suite);
    other = first.another("Other");
    connector = first.rest().read("/api/mcps").at("/0/id").textValue();
    gateway = first.rest().read("/api/gateways").at("/0/id").textValue();
  }

  @Test
  void listsOfTheOtherAreEmpty() {
    assertThat(other.rest().read("/api/mcps")).isEmpty();
    assertThat(other.rest().read("/api/gateways")).isEmpty();
    assertThat(other.rest().read("/api/orgs").findValuesAsText("slug"))
        .containsExactly(other.organisation());
    assertThat(other.rest().read("/api/api-keys")).hasSize(1);
  }

  @Test
  void idsOfTheFirstDoNotExistForTheOther() {
    String key = first.rest().read("/api/api-keys").at("/0/id").textValue();

    Stream<Answer> answers =
        Stream.of(
            other.rest().get("/api/mcps/" + connector),
            other.rest().get("/api/mcps/" + connector + "/tools"),
            other.rest().patch("/api/mcps/" + connector, Map.of("name", "stolen")),
            other.rest().delete("/api/mcps/" + connector),
            other.rest().post("/api/sync/" + connector, Map.of()),
            other.rest().get("/api/gateways/" + gateway),
            other.rest().get("/api/gateways/" + gateway + "/tools"),
            other.rest().patch("/api/gateways/" + gateway, Map.of("enabled", false)),
            other.rest().delete("/api/gateways/" + gateway),
            other.rest().delete("/api/api-keys/" + key));

    assertThat(answers).extracting(Answer::status).containsOnly(404);
    assertThat(first.rest().get("/api/mcps/" + connector).status()).isEqualTo(200);
    assertThat(first.rest().get("/api/gateways/" + gateway).status()).isEqualTo(200);
  }

  @Test
  void toolOfTheFirstCannotBeExposedByTheOther() {
    JsonNode tool = first.rest().read("/api/mcps/" + connector + "/tools").path(0);
    Workspace.Gateway own = other.gateway("own");

    List<Answer> answers =
        List.of(
            other
                .rest()
                .post(
                    "/api/gateways/" + own.id() + "/tools",
                    Map.of("toolId", tool.path("id").textValue())),
            other
                .rest()
                .post(
                    "/api/gateways/" + own.id() + "/tools",
                    Map.of("connectorId", connector, "tool", tool.path("name").textValue())));

    assertThat(answers).allMatch(answer -> answer.status() / 100 == 4);
    assertThat(other.rest().read("/api/gateways/" + own.id() + "/tools")).isEmpty();
  }

  @Test
  void keyOfTheOtherIsRefusedAtTheGatewayOfTheFirst() {
    Answer answer = McpRequest.list(endpoints.demo().url()).bearer(other.apiKey()).send();

    assertThat(answer.status()).isIn(401, 403, 404);
    assertThat(answer.body()).doesNotContain("\"tools\"");
  }

  @Test
  void tokenForAGatewayOfTheOtherIsRefusedAtTheGatewayOfTheFirst() {
    Workspace.Gateway own = other.gateway("own");
    String token =
        OAuthClient.register(endpoints.issuer(), own.url())
            .signIn(other.administrator(), other.organisation(), "mcp:read")
            .path("access_token")
            .textValue();
    other.awaitServed(own);

    Answer answer = McpRequest.list(endpoints.demo().url()).bearer(token).send();

    assertThat(answer.status()).isEqualTo(401);
    assertThat(McpRequest.list(own.url()).bearer(token).send().status()).isEqualTo(200);
  }

  @Test
  void tokenForTheGatewayOfTheFirstIsRefusedAtTheRestApi() {
    String token =
        OAuthClient.register(endpoints.issuer(), endpoints.demo().url())
            .signIn(first.administrator(), first.organisation(), Workspace.ALL_SCOPES)
            .path("access_token")
            .textValue();

    Answer answer = new Rest(endpoints.origin(), token).get("/api/mcps");

    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void auditOfTheOtherHasNothingOfTheFirst() {
    String trace = AuditTrail.newTrace();
    McpRequest.list(endpoints.demo().url()).bearer(first.apiKey()).send().expect(200);
    DemoTool.call(endpoints.demo().url(), first.apiKey(), trace);
    JsonNode record = new AuditTrail(first.rest()).awaitCall(trace, DemoTool.NAME);

    List<JsonNode> ofOther = new AuditTrail(other.rest()).newest();

    assertThat(ofOther).isNotEmpty();
    assertThat(ofOther)
        .noneMatch(event -> event.path("traceId").asText().equals(trace))
        .noneMatch(event -> event.toString().contains(connector));
    assertThat(other.rest().get("/api/audit/events/" + record.path("id").textValue()).status())
        .isEqualTo(404);
  }
}
