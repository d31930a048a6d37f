package dev.gatehouse.e2e.journey;

import static dev.gatehouse.e2e.client.McpRequest.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.Answer;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.OAuthClient;
import dev.gatehouse.e2e.client.Rest;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.Command;
import dev.gatehouse.e2e.suite.Endpoints;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a newcomer has after {@code gatehouse up}: the demo gateway, and what the block says of it.
 */
class DemoJourneyTest {
  private static Suite suite;
  private static Endpoints endpoints;

  @BeforeAll
  static void open(@SharedSuite Suite shared) {
    suite = shared;
    endpoints = suite.endpoints();
  }

  @Test
  void firstStartPrintsAllThatANewcomerNeeds() {
    assertThat(suite.greeting())
        .contains(endpoints.origin())
        .contains(endpoints.admin().password())
        .contains(endpoints.apiKey())
        .contains(endpoints.demo().url())
        .contains("claude mcp add");
  }

  @Test
  void printedCurlLineCallsATool() {
    String line =
        suite
            .greeting()
            .lines()
            .map(String::strip)
            .filter(l -> l.startsWith("curl "))
            .findFirst()
            .orElseThrow();

    Command.Result result = Command.run(List.of("bash", "-c", line));

    assertThat(result.exitCode()).as(result::describe).isZero();
    assertThat(result.out()).contains("\"result\"").contains("\"content\"");
  }

  @Test
  void endpointsAreForTheOwnerAlone() throws Exception {
    assertThat(Files.getPosixFilePermissions(suite.data().resolve("endpoints.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void requestWithoutCredentialsIsToldWhereToSignIn() {
    Answer answer = McpRequest.list(endpoints.demo().url()).send().expect(401);

    String challenge = answer.header("www-authenticate");
    assertThat(challenge).startsWith("Bearer ").contains("resource_metadata=\"");
    String metadata = challenge.replaceAll(".*resource_metadata=\"([^\"]*)\".*", "$1");
    JsonNode resource = new Rest(metadata, "").get("").expect(200).json();
    assertThat(resource.path("resource").textValue()).isEqualTo(endpoints.demo().url());
    assertThat(resource.at("/authorization_servers/0").textValue()).isEqualTo(endpoints.issuer());
  }

  @Test
  void tokenFromASignInListsAndCalls() {
    Workspace workspace = Workspace.first(suite);

    JsonNode tokens =
        OAuthClient.register(endpoints.issuer(), endpoints.demo().url())
            .signIn(workspace.administrator(), workspace.organisation(), "mcp:read mcp:write");

    assertThat(tokens.path("token_type").textValue()).isEqualToIgnoringCase("bearer");
    String token = tokens.path("access_token").textValue();
    assertThat(Workspace.toolNames(McpRequest.list(endpoints.demo().url()).bearer(token).result()))
        .contains(DemoTool.NAME);
    DemoTool.call(endpoints.demo().url(), token, dev.gatehouse.e2e.client.AuditTrail.newTrace());
  }

  @Test
  void eventStreamIsAnsweredToWhoAsksForIt() {
    Answer answer =
        McpRequest.call(endpoints.demo().url(), DemoTool.NAME, DemoTool.saying("hello"))
            .revision("2025-11-25")
            .accept(EVENTS)
            .bearer(endpoints.apiKey())
            .send()
            .expect(200);

    assertThat(answer.header("content-type")).startsWith(EVENTS);
    assertThat(McpRequest.response(answer).at("/result/content/0/text").textValue())
        .contains("hello");
  }

  @Test
  void wrongKeyIsRefusedLikeNoKey() {
    String wrong = endpoints.apiKey().substring(0, endpoints.apiKey().length() - 4) + "AAAA";

    Answer answer = McpRequest.list(endpoints.demo().url()).bearer(wrong).send();

    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void probeWithoutCredentialsLandsOnTheServerInfo() {
    JsonNode info = new Rest(endpoints.demo().url(), "").get("").expect(200).json();

    assertThat(info.toString()).contains("demo");
  }
}
