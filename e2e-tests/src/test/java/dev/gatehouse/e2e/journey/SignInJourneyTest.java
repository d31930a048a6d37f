package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.ClientDocument;
import dev.gatehouse.e2e.client.KnownClient;
import dev.gatehouse.e2e.client.NodeClient;
import dev.gatehouse.e2e.client.NodeClient.Call;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.client.Workspace.Connector;
import dev.gatehouse.e2e.client.Workspace.Gateway;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.GuardedUpstream;
import dev.gatehouse.e2e.upstream.NodeServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A person connects an official client to a gateway knowing nothing but its URL. */
@RequiresNpm
class SignInJourneyTest {
  private static final String CREDENTIAL = "upstream-" + UUID.randomUUID();
  private static final Call SAY = new Call("say", Map.of("message", "Grüße, 世界"));
  private static final Call ADD = new Call("add", Map.of("a", 19, "b", 23));

  private static NodeServer server;
  private static GuardedUpstream upstream;
  private static Workspace workspace;
  private static Gateway gateway;

  @BeforeAll
  static void exposeTwoToolsUnderAliases(@SharedSuite Suite suite) {
    server = NodeServer.everything();
    upstream = GuardedUpstream.inFrontOf(server.url(), CREDENTIAL);
    workspace = Workspace.first(suite);
    Connector connector = workspace.connect(upstream.url(), CREDENTIAL);
    gateway = workspace.gateway("everything");
    workspace.expose(gateway, connector, "echo", "say");
    workspace.expose(gateway, connector, "get-sum", "add");
    workspace.awaitServed(gateway, "say", "add");
  }

  @AfterAll
  static void stop() {
    upstream.close();
    server.close();
  }

  @Test
  void clientOfTheHandshakeRevisionsSignsInListsAndCalls() {
    JsonNode seen =
        NodeClient.sdk(gateway.url())
            .listAndCall(workspace.administrator(), workspace.organisation(), SAY, ADD);

    assertThat(seen.path("revision").textValue()).isEqualTo("2025-11-25");
    assertSignedInAndServed(seen);
  }

  @Test
  void clientOfTheNewestRevisionSignsInListsAndCalls() {
    JsonNode seen =
        NodeClient.modern(gateway.url())
            .listAndCall(workspace.administrator(), workspace.organisation(), SAY, ADD);

    assertThat(seen.path("revision").textValue()).isEqualTo("2026-07-28");
    assertSignedInAndServed(seen);
  }

  @Test
  void clientSignsInToTheGatewayThatTheFirstStartNames() {
    var demo = workspace.endpoints().demo();

    JsonNode seen =
        NodeClient.sdk(demo.url())
            .listAndCall(
                workspace.administrator(),
                demo.org(),
                new Call(DemoTool.NAME, DemoTool.saying("first call")));

    assertThat(seen.path("askedToSignIn").booleanValue()).isTrue();
    assertThat(seen.at("/signIn/resource").textValue()).isEqualTo(demo.url());
    assertThat(Workspace.toolNames(seen)).contains(DemoTool.NAME);
    assertThat(seen.at("/results/0/content/0/text").textValue()).contains("first call");
  }

  @Test
  void clientsThatAnAdministratorMadeSignIn() {
    KnownClient known =
        workspace.client(
            Map.of(
                "redirectUris",
                List.of(NodeClient.CALLBACK),
                "grantTypes",
                List.of("authorization_code", "refresh_token")));

    assertBothGenerationsSignInAs(known);
  }

  @Test
  void clientsWithADocumentOfTheirOwnSignIn() {
    try (ClientDocument document = ClientDocument.publish(NodeClient.CALLBACK)) {
      for (NodeClient client :
          List.of(NodeClient.sdk(gateway.url()), NodeClient.modern(gateway.url()))) {
        JsonNode seen =
            client
                .describedAt(document.url())
                .listAndCall(workspace.administrator(), workspace.organisation(), SAY, ADD);

        assertThat(seen.at("/signIn/clientId").textValue()).isEqualTo(document.url());
        assertSignedInAndServed(seen);
      }
    }
  }

  @Test
  void clientsWithAnApiKeyAreNotAskedToSignIn() {
    for (NodeClient client :
        List.of(NodeClient.sdk(gateway.url()), NodeClient.modern(gateway.url()))) {
      JsonNode seen = client.bearer(workspace.apiKey()).listAndCall(SAY, ADD);

      assertThat(seen.path("askedToSignIn").booleanValue()).isFalse();
      assertServed(seen);
    }
  }

  @Test
  void toolThatWasNotAddedIsUnknownToTheClient() {
    JsonNode seen =
        NodeClient.modern(gateway.url())
            .bearer(workspace.apiKey())
            .listAndCall(new Call("get-env", Map.of()), new Call("echo", Map.of("message", "x")));

    assertThat(seen.path("results"))
        .allSatisfy(
            result -> assertThat(result.path("error").path("code").intValue()).isEqualTo(-32602));
  }

  private static void assertBothGenerationsSignInAs(KnownClient known) {
    for (NodeClient client :
        List.of(NodeClient.sdk(gateway.url()), NodeClient.modern(gateway.url()))) {
      JsonNode seen =
          client
              .as(known)
              .listAndCall(workspace.administrator(), workspace.organisation(), SAY, ADD);

      assertThat(seen.at("/signIn/clientId").textValue()).isEqualTo(known.id());
      assertSignedInAndServed(seen);
    }
  }

  private static void assertSignedInAndServed(JsonNode seen) {
    assertThat(seen.path("askedToSignIn").booleanValue()).isTrue();
    JsonNode signIn = seen.path("signIn");
    assertThat(signIn.path("resource").textValue()).isEqualTo(gateway.url());
    assertThat(signIn.path("issuer").textValue()).isEqualTo(workspace.endpoints().issuer());
    assertThat(signIn.path("scope").textValue().split(" ")).contains("mcp:read");
    assertServed(seen);
    assertUpstreamSawNothingOf(signIn.path("accessToken").textValue());
  }

  private static void assertServed(JsonNode seen) {
    assertThat(Workspace.toolNames(seen)).containsExactlyInAnyOrder("say", "add");
    assertThat(seen.at("/results/0/content/0/text").textValue()).isEqualTo("Echo: Grüße, 世界");
    assertThat(seen.at("/results/1/content/0/text").textValue())
        .isEqualTo("The sum of 19 and 23 is 42.");
  }

  private static void assertUpstreamSawNothingOf(String clientToken) {
    assertThat(clientToken).isNotBlank();
    assertThat(upstream.requests())
        .isNotEmpty()
        .allSatisfy(headers -> {
          assertThat(headers.get("authorization")).containsExactly("Bearer " + CREDENTIAL);
          assertThat(headers.toString()).doesNotContain(clientToken);
        });
  }
}
