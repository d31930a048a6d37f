package dev.gatehouse.e2e.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.Answer;
import dev.gatehouse.e2e.client.ApiKey;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.OAuthClient;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Rest;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.client.Workspace.Connector;
import dev.gatehouse.e2e.client.Workspace.Gateway;
import dev.gatehouse.e2e.suite.Endpoints;
import dev.gatehouse.e2e.suite.Folders;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.GuardedUpstream;
import dev.gatehouse.e2e.upstream.NodeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A credential, a key, a token and a password are used in every way there is, the wrong ones too;
 * none of them is found afterwards where it does not belong.
 */
@RequiresNpm
class SecretsJourneyTest {
  private static final String CREDENTIAL = "upstream-" + UUID.randomUUID();

  private static NodeServer server;
  private static GuardedUpstream upstream;
  private static Suite suite;
  private static Endpoints endpoints;
  private static Workspace workspace;
  private static String keyId;
  private static String keySecret;
  private static String token;
  private static Connector connector;
  private static Gateway gateway;

  @BeforeAll
  static void useEverySecret(@SharedSuite Suite shared) {
    suite = shared;
    endpoints = suite.endpoints();
    workspace = Workspace.first(suite);
    server = NodeServer.everything();
    upstream = GuardedUpstream.inFrontOf(server.url(), CREDENTIAL);
    connector = workspace.connect(upstream.url(), CREDENTIAL);
    gateway = workspace.gateway("secrets");
    workspace.expose(gateway, connector, "echo", "say");
    JsonNode key =
        workspace
            .rest()
            .create("/api/api-keys", Map.of("name", "secrets", "scopes", List.of("mcp:read")));
    keyId = key.path("id").textValue();
    keySecret = key.path("key").textValue();
    workspace.awaitServed(gateway, "say");
    token =
        OAuthClient.register(endpoints.issuer(), gateway.url())
            .signIn(workspace.administrator(), workspace.organisation(), "mcp:read mcp:write")
            .path("access_token")
            .textValue();
    for (String bearer : List.of(keySecret, token)) {
      McpRequest.call(gateway.url(), "say", Map.of("message", "hello")).bearer(bearer).send();
      new Rest(endpoints.origin(), bearer).get("/api/no-such-thing");
      new Rest(endpoints.origin(), bearer).get("/api/mcps?cursor=" + bearer);
      McpRequest.list(endpoints.mcp() + "/no/such").bearer(bearer).send();
    }
    workspace.rest().post("/api/mcps", Map.of("name", "bad", "credentials", CREDENTIAL));
  }

  @AfterAll
  static void stop() {
    upstream.close();
    server.close();
  }

  @Test
  void restAnswersGiveNoSecretBack() {
    Stream<Answer> answers =
        Stream.of(
                "/api/mcps",
                "/api/mcps/" + connector.id(),
                "/api/mcps/" + connector.id() + "/tools",
                "/api/gateways",
                "/api/gateways/" + gateway.id(),
                "/api/gateways/" + gateway.id() + "/tools",
                "/api/api-keys",
                "/api/me",
                "/api/orgs",
                "/api/audit/events?limit=100")
            .map(path -> workspace.rest().get(path).expect(200));

    assertThat(answers)
        .extracting(Answer::body)
        .allSatisfy(body -> assertThat(body).doesNotContain(secrets()));
    assertThat(
            workspace.rest().read("/api/mcps/" + connector.id()).path("hasCredentials").asBoolean())
        .isTrue();
    assertThat(workspace.rest().read("/api/api-keys").toString()).contains(keyId);
  }

  @Test
  void logsHaveNoSecret() {
    assertThat(Folders.filesIn(suite.data().resolve("logs")))
        .isNotEmpty()
        .allSatisfy(log -> assertThat(text(log)).doesNotContain(secrets()));
  }

  @Test
  void commandLinesHaveNoSecret() {
    assertThat(suite.processes().all())
        .isNotEmpty()
        .allSatisfy(process -> assertThat(process.commandLine()).doesNotContain(secrets()));
  }

  @Test
  void credentialIsNowhereInTheDataFolderInTheClear() {
    assertThat(Folders.filesIn(suite.data()))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(text(file).contains(CREDENTIAL)).as("%s", file).isFalse());
  }

  @Test
  void keyAndTokenAreNowhereInTheDataFolder() {
    assertThat(Folders.filesIn(suite.data()))
        .allSatisfy(file ->
            assertThat(
                    text(file).contains(ApiKey.of(keySecret).secret())
                        || text(file).contains(token))
                .as("%s", file)
                .isFalse());
  }

  private static String[] secrets() {
    return new String[] {
      CREDENTIAL,
      keySecret,
      ApiKey.of(keySecret).secret(),
      token,
      endpoints.apiKey(),
      endpoints.admin().password(),
      endpoints.postgres().password(),
      endpoints.vault().token()
    };
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
