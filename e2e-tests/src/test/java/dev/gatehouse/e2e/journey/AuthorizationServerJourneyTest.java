package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.AuthorizationConformance;
import dev.gatehouse.e2e.client.KnownClient;
import dev.gatehouse.e2e.client.NodeClient;
import dev.gatehouse.e2e.client.OAuthClient;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OAuth clients that others have written take the authorization server for one like any other. */
@RequiresNpm
class AuthorizationServerJourneyTest {
  private static final String SCOPE = "mcp:read mcp:write";

  private static Workspace workspace;
  private static String issuer;
  private static String resource;

  @BeforeAll
  static void find(@SharedSuite Suite suite) {
    workspace = Workspace.first(suite);
    issuer = workspace.endpoints().issuer();
    resource = workspace.endpoints().demo().url();
  }

  @Test
  void passesTheConformanceSuite() {
    String client = OAuthClient.register(issuer, resource).clientId();

    List<JsonNode> checks =
        AuthorizationConformance.run(
            issuer, client, resource, workspace.administrator(), workspace.organisation());

    assertThat(checks)
        .extracting(check -> check.path("id").textValue())
        .contains(
            "authorization-server-metadata",
            "authorization-server-metadata-cimd",
            "authorization-code-grant");
    assertThat(checks)
        .allSatisfy(check ->
            assertThat(check.path("status").textValue()).as("%s", check).isEqualTo("SUCCESS"));
  }

  @Test
  void publicClientOfOauth4webapiSignsInRefreshesAndRevokes() {
    JsonNode seen =
        NodeClient.oauth4webapi(resource)
            .signInAndOut(workspace.administrator(), workspace.organisation(), SCOPE);

    assertSignedInAndOut(seen);
    assertThat(seen.at("/claims/aud").textValue()).isEqualTo(resource);
    assertThat(seen.at("/claims/org_slug").textValue()).isEqualTo(workspace.organisation());
  }

  @Test
  void confidentialClientOfOpenidClientSignsInRefreshesAndRevokesAndOthersSeeIt() {
    KnownClient resourceServer = workspace.client(Map.of("introspection", true));

    JsonNode seen =
        NodeClient.openidClient(resource, issuer, resourceServer)
            .signInAndOut(workspace.administrator(), workspace.organisation(), SCOPE);

    assertSignedInAndOut(seen);
    assertThat(seen.at("/worth/active").booleanValue()).isTrue();
    assertThat(seen.at("/worth/aud").toString()).contains(resource);
    assertThat(seen.path("worthAfterRevocation").toString()).isEqualTo("{\"active\":false}");
  }

  @Test
  void machineWithAKeyActsAlone() {
    JsonNode seen = NodeClient.machine(resource, issuer).bearer(workspace.apiKey()).actAlone();

    assertThat(seen.path("scope").textValue().split(" "))
        .containsExactlyInAnyOrder(SCOPE.split(" "));
    assertShownTheDemo(seen);
  }

  private static void assertSignedInAndOut(JsonNode seen) {
    assertThat(seen.at("/first/scope").textValue().split(" "))
        .containsExactlyInAnyOrder(SCOPE.split(" "));
    assertThat(seen.at("/second/access_token").textValue())
        .isNotBlank()
        .isNotEqualTo(seen.at("/first/access_token").textValue());
    assertThat(seen.at("/second/refresh_token").textValue())
        .isNotBlank()
        .isNotEqualTo(seen.at("/first/refresh_token").textValue());
    assertShownTheDemo(seen);
    assertThat(seen.path("afterRevocation").textValue()).isEqualTo("invalid_grant");
  }

  private static void assertShownTheDemo(JsonNode seen) {
    assertThat(StreamSupport.stream(seen.path("tools").spliterator(), false))
        .extracting(JsonNode::textValue)
        .contains(DemoTool.NAME);
  }
}
