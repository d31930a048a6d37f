package dev.gatehouse.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Seen;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestVault;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What passes on either side of the gateway is recorded; nothing of one side is on the other. */
@GatewayTest
class BothSidesTest {
  private static final String UPSTREAM_SECRET = "upstream-s3cret-6b1f";

  private static final Map<String, String> CLIENT_HEADERS =
      Map.of(
          "Cookie", "session=client-cookie-77",
          "X-Api-Key", "client-header-77",
          "X-Forwarded-For", "203.0.113.77",
          "Mcp-Param-Region", "client-param-77",
          "Proxy-Authorization", "Basic client-proxy-77",
          "Last-Event-ID", "client-event-77",
          "User-Agent", "client-agent-77");

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;

  private Organisation organisation;
  private UpstreamFixture upstream;
  private final List<String> toClients = new ArrayList<>();

  @BeforeEach
  void anOrganisation() {
    organisation = new Organisation(view, catalog);
  }

  @AfterEach
  void close() {
    organisation.close();
    upstream.close();
  }

  @ParameterizedTest
  @EnumSource(Speaks.class)
  void nothingOfOneSideIsEverOnTheOther(Speaks speaks) {
    upstream =
        UpstreamFixture.start(vertx, speaks)
            .requiring("Authorization", "Bearer " + UPSTREAM_SECRET);
    organisation
        .connector(upstream.uri(), secret(), false, Duration.ofSeconds(5))
        .tool("get_a")
        .gateway("g");
    String key = organisation.key();
    String token = organisation.token("g", Role.OWNER, "mcp:read mcp:write");

    for (String credential : List.of(key, token)) {
      Mcp client = new Mcp(organisation.path("g"), credential);
      record(client.post(CLIENT_HEADERS, Mcp.request("tools/call", Mcp.callParams("get_a", "{}"))));
      record(client.post(CLIENT_HEADERS, Mcp.request("tools/list", "{}")));
      record(client.post(CLIENT_HEADERS, Mcp.request("initialize", "{}")));
      record(client.modernCall("get_a", "{\"a\":1}"));
      record(client.modern("server/discover", "{}"));
    }

    assertThat(upstream.seen()).isNotEmpty();
    assertThat(upstream.seen())
        .allSatisfy(seen -> {
          assertThat(text(seen))
              .doesNotContain(
                  key.toLowerCase(Locale.ROOT),
                  token.toLowerCase(Locale.ROOT),
                  "client-",
                  "203.0.113.77");
          assertThat(seen.headers().keySet())
              .isSubsetOf(
                  Set.of(
                      "host",
                      "content-length",
                      "content-type",
                      "accept",
                      "authorization",
                      "mcp-protocol-version",
                      "mcp-session-id",
                      "mcp-method",
                      "mcp-name"));
        });
    assertThat(toClients).noneMatch(said -> said.contains(UPSTREAM_SECRET));
  }

  @Test
  void whatTheConnectorListsIsPassedOnButNoCredential() {
    upstream =
        UpstreamFixture.start(vertx, Speaks.BOTH)
            .requiring("Authorization", "Bearer " + UPSTREAM_SECRET);
    organisation
        .forwarding("X-Api-Key", "Authorization", "Cookie", "Proxy-Authorization", "Mcp-Method")
        .connector(upstream.uri(), secret(), false, Duration.ofSeconds(5))
        .tool("get_a")
        .gateway("g");

    new Mcp(organisation.path("g"), organisation.key())
        .post(CLIENT_HEADERS, Mcp.request("tools/call", Mcp.callParams("get_a", "{}")))
        .statusCode(200)
        .body("result.content[0].text", equalTo("done"));

    assertThat(upstream.seen("tools/call"))
        .hasSize(1)
        .allSatisfy(seen -> {
          assertThat(seen.headers())
              .containsEntry("x-api-key", "client-header-77")
              .containsEntry("authorization", "Bearer " + UPSTREAM_SECRET)
              .containsEntry("mcp-method", "tools/call")
              .doesNotContainKeys("cookie", "proxy-authorization", "user-agent", "last-event-id");
        });
  }

  @Test
  void aRefusedCredentialIsNotShownToTheClientEither() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY).requiring("Authorization", "Bearer x");
    organisation
        .connector(upstream.uri(), secret(), false, Duration.ofSeconds(5))
        .tool("get_a")
        .gateway("g");

    record(new Mcp(organisation.path("g"), organisation.key()).legacyCall("get_a", "{}"));

    assertThat(upstream.seen()).isNotEmpty();
    assertThat(toClients)
        .noneMatch(said -> said.contains(UPSTREAM_SECRET) || said.contains("fixture"));
  }

  @Test
  void aCallWaitsForACredentialThatIsNotInMemoryYetAndOthersAreServedMeanwhile() {
    upstream =
        UpstreamFixture.start(vertx, Speaks.BOTH)
            .requiring("Authorization", "Bearer " + UPSTREAM_SECRET);
    organisation
        .connector(upstream.uri(), secret(), false, Duration.ofSeconds(5))
        .tool("get_a")
        .gateway("g");

    ValidatableResponse first =
        new Mcp(organisation.path("g"), organisation.key()).modernCall("get_a", "{}");

    first.statusCode(200).body("result.content[0].text", equalTo("done"));
    assertThat(upstream.seen("tools/call")).hasSize(1);
  }

  @Test
  void whileTheVaultIsSealedACallWithoutACredentialInMemoryFailsAndWorksAfterwards() {
    upstream =
        UpstreamFixture.start(vertx, Speaks.BOTH)
            .requiring("Authorization", "Bearer " + UPSTREAM_SECRET);
    organisation
        .connector(upstream.uri(), secret(), false, Duration.ofSeconds(5))
        .tool("get_a")
        .gateway("g");
    Mcp client = new Mcp(organisation.path("g"), organisation.key());

    TestVault.seal();
    try {
      client.modernCall("get_a", "{}").body("result.isError", equalTo(true));
    } finally {
      TestVault.unseal();
    }

    assertThat(upstream.seen()).isEmpty();
    client.modernCall("get_a", "{}").body("result.isError", equalTo(null));
  }

  private CredentialReference secret() {
    String path =
        "orgs/%s/connectors/%s/%s"
            .formatted(organisation.id(), TestIdentities.newId(), TestIdentities.newId());
    TestVault.write(path, Map.of("headers", Map.of("Authorization", "Bearer " + UPSTREAM_SECRET)));
    return new CredentialReference(path, 1);
  }

  private void record(ValidatableResponse response) {
    var whole = response.extract().response();
    toClients.add(whole.statusLine() + whole.headers() + whole.asString());
  }

  private static String text(Seen seen) {
    return (seen.headers() + " " + seen.body().encode()).toLowerCase(Locale.ROOT);
  }
}
