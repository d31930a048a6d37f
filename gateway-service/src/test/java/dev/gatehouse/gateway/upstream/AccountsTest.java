package dev.gatehouse.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.event.CredentialEvent.CredentialRefused;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged.State;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.platform.testing.TestKeys;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connectors that are called with an account at their upstream. */
@GatewayTest
class AccountsTest {
  private static final String RIGHTS = "mcp:read mcp:write";
  private static final UpstreamOAuth SHARED =
      new UpstreamOAuth("authorization_code", false, null, null, List.of(), null);
  private static final UpstreamOAuth PER_USER =
      new UpstreamOAuth("authorization_code", true, null, null, List.of(), null);

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;

  private Organisation organisation;
  private UpstreamFixture upstream;

  @BeforeEach
  void anOrganisation() {
    organisation = new Organisation(view, catalog);
    upstream = UpstreamFixture.start(vertx, Speaks.BOTH);
  }

  @AfterEach
  void close() {
    organisation.close();
    upstream.close();
  }

  @Test
  void aConnectorIsCalledWithItsAccount() {
    ConnectorManifest connector = served(SHARED);
    organisation.account(connector, null, 1, "the-token");

    awaitDone(organisation.key());

    assertThat(shown()).isEqualTo("Bearer the-token");
  }

  @Test
  void aTokenThatWasRenewedIsShownFromThenOn() {
    ConnectorManifest connector = served(SHARED);
    organisation.account(connector, null, 1, "first");
    awaitDone(organisation.key());

    organisation.account(connector, null, 2, "second");

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          call(organisation.key());
          return shown().equals("Bearer second");
        });
  }

  @Test
  void anOlderTokenDoesNotComeBack() {
    ConnectorManifest connector = served(SHARED);
    organisation.account(connector, null, 2, "second");
    awaitDone(organisation.key());

    organisation.account(connector, null, 1, "first");
    organisation.account(connector, null, 3, "third");

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          call(organisation.key());
          return shown().equals("Bearer third");
        });
    assertThat(upstream.seen("tools/call"))
        .noneMatch(seen -> "Bearer first".equals(seen.headers().get("authorization")));
  }

  @Test
  void withoutAnAccountTheCallerLearnsWhatIsMissing() {
    served(SHARED);

    ValidatableResponse answer = call(organisation.key());

    answer
        .body("result.isError", equalTo(true))
        .body("result.content[0].text", containsString("has to connect one"));
    assertThat(upstream.seen()).isEmpty();
  }

  @Test
  void eachUserIsCalledForWithTheirOwnAccount() {
    ConnectorManifest connector = served(PER_USER);
    String anna = organisation.identities().member(organisation.id(), Role.OWNER);
    String ben = organisation.identities().member(organisation.id(), Role.OWNER);
    organisation.account(connector, anna, 1, "of-anna");
    organisation.account(connector, ben, 1, "of-ben");
    awaitDone(token(anna));
    assertThat(shown()).isEqualTo("Bearer of-anna");

    awaitDone(token(ben));

    assertThat(shown()).isEqualTo("Bearer of-ben");
  }

  @Test
  void whoHasNotConnectedGetsTheLink() {
    ConnectorManifest connector = served(PER_USER);
    String anna = organisation.identities().member(organisation.id(), Role.OWNER);
    organisation.account(connector, "somebody-else", 1, "of-another");

    ValidatableResponse answer = call(token(anna));

    answer
        .body("result.isError", equalTo(true))
        .body(
            "result.content[0].text",
            containsString(Organisation.ORIGIN + "/connect/to/" + connector.id()));
    assertThat(upstream.seen()).isEmpty();
  }

  @Test
  void aKeyOfNobodyHasNoAccount() {
    ConnectorManifest connector = served(PER_USER);
    organisation.account(connector, null, 1, "of-nobody");

    ValidatableResponse answer = call(organisation.key());

    answer
        .body("result.isError", equalTo(true))
        .body("result.content[0].text", containsString("belongs to no person"));
    assertThat(upstream.seen()).isEmpty();
  }

  @Test
  void aTokenIsNotShownToAnotherAddress() {
    ConnectorManifest connector = served(SHARED);
    organisation.account(connector, null, 1, "the-token");
    awaitDone(organisation.key());
    try (UpstreamFixture other = UpstreamFixture.start(vertx, Speaks.BOTH)) {
      organisation.redirect(other.uri(), SHARED);

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> call(organisation.key()).body("result.isError", equalTo(true)));

      assertThat(other.seen()).isEmpty();
    }
  }

  @Test
  void anAccountThatIsGoneIsNotUsedAnyMore() {
    ConnectorManifest connector = served(SHARED);
    organisation.account(connector, null, 1, "the-token");
    awaitDone(organisation.key());

    organisation.forgetAccount(connector);

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> call(organisation.key()).body("result.isError", equalTo(true)));
  }

  @Test
  void aTokenThatTheUpstreamRefusesIsToldOfOnce() {
    ConnectorManifest connector = served(SHARED);
    organisation.account(connector, null, 7, "the-token");
    awaitDone(organisation.key());
    upstream.requiring("Authorization", "Bearer another");
    String refused = "refused the connector's credential";

    call(organisation.key()).body("result.content[0].text", containsString(refused));
    call(organisation.key()).body("result.content[0].text", containsString(refused));

    assertThat(refusals(1))
        .containsExactly(new CredentialRefused(organisation.id(), connector.id(), null, 7, null));
  }

  /** Told as one of the fresh token, it would have that renewed as well. */
  @Test
  void theRefusalOfATokenThatWasRenewedMeanwhileIsNotTold() throws Exception {
    ConnectorManifest connector = served(SHARED);
    organisation.account(connector, null, 7, "first");
    awaitDone(organisation.key());
    CompletableFuture<Void> later = new CompletableFuture<>();
    upstream.requiring("Authorization", "Bearer second").refusingOnceAt(later);
    int before = upstream.seen("tools/call").size();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var call = threads.submit(() -> call(organisation.key()).extract().asString());
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> upstream.seen("tools/call").size() > before);
      organisation.account(connector, null, 8, "second");
      awaitDone(organisation.key());

      later.complete(null);

      assertThat(call.get()).contains("refused the connector's credential");
    }
    organisation.account(connector, null, 9, "third");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          call(organisation.key()).body("result.isError", equalTo(true));
          assertThat(refusals(1)).extracting(CredentialRefused::version).contains(9L);
        });
    assertThat(refusals(1)).extracting(CredentialRefused::version).doesNotContain(8L);
  }

  @Test
  void aNeedOfMoreRightsIsToldOfOnceWhateverTheyAreCalled() {
    ConnectorManifest connector = served(SHARED);
    organisation.account(connector, null, 7, "the-token");
    awaitDone(organisation.key());
    for (int i = 0; i < 5; i++) {
      upstream.challenging(
          "tools/call", 403, "Bearer error=\"insufficient_scope\", scope=\"right-" + i + "\"");
      call(organisation.key()).body("result.isError", equalTo(true));
    }
    upstream.challenging("tools/call", 401, "Bearer");

    call(organisation.key()).body("result.isError", equalTo(true));

    assertThat(refusals(2))
        .extracting(CredentialRefused::wantedScope)
        .containsExactly("right-0", null);
  }

  @Test
  void whoNeedsMoreRightsGetsTheLinkToGrantThem() {
    ConnectorManifest connector = served(PER_USER);
    String anna = organisation.identities().member(organisation.id(), Role.OWNER);
    organisation.account(connector, anna, 1, "of-anna");
    awaitDone(token(anna));
    upstream.challenging(
        "tools/call", 403, "Bearer error=\"insufficient_scope\", scope=\"read write\"");

    ValidatableResponse answer = call(token(anna));

    answer.body(
        "result.content[0].text",
        containsString(Organisation.ORIGIN + "/connect/to/" + connector.id()));
    assertThat(refusals(1))
        .containsExactly(
            new CredentialRefused(organisation.id(), connector.id(), anna, 1, "read write"));
  }

  @Test
  void aScopeThatRepeatsTheTokenIsNotTold() {
    ConnectorManifest connector = served(SHARED);
    organisation.account(connector, null, 1, "the-secret-token");
    awaitDone(organisation.key());
    upstream.challenging(
        "tools/call", 403, "Bearer error=\"insufficient_scope\", scope=\"the-secret-token\"");
    call(organisation.key()).body("result.isError", equalTo(true));
    upstream.challenging("tools/call", 401, "Bearer");

    call(organisation.key()).body("result.isError", equalTo(true));

    assertThat(refusals(1)).extracting(CredentialRefused::wantedScope).containsOnlyNulls();
  }

  @Test
  void errorsSaySinceWhenAnUpstreamIsOutOfReach() {
    ConnectorManifest connector = served(SHARED);
    organisation.account(connector, null, 1, "the-token");
    awaitDone(organisation.key());
    upstream.failing("tools/call", 503, "");
    call(organisation.key())
        .body(
            "result.content[0].text", equalTo("The tool's server answered with HTTP status 503."));

    organisation.health(connector, State.UNREACHABLE, Instant.parse("2026-11-20T10:15:30Z"));

    awaitText(containsString("It has been out of reach since 2026-11-20T10:15:00Z."));
    organisation.health(connector, State.CONNECTED, Instant.now());
    awaitText(not(containsString("out of reach")));
  }

  @Test
  void errorsSpeakOfOtherCredentialsOnlyWhereTheOnesOfTheCallWereRefused() {
    ConnectorManifest connector = served(SHARED);
    organisation.account(connector, null, 1, "the-token");
    awaitDone(organisation.key());
    organisation.health(connector, State.NEEDS_SIGN_IN, Instant.parse("2026-11-20T10:15:30Z"));
    upstream.challenging("tools/call", 401, "Bearer");
    awaitText(containsString("asking for other credentials since 2026-11-20T10:15:00Z"));

    upstream.failing("tools/call", 503, "");

    call(organisation.key())
        .body(
            "result.content[0].text", equalTo("The tool's server answered with HTTP status 503."));
  }

  private void awaitText(Matcher<String> expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> call(organisation.key()).body("result.content[0].text", expected));
  }

  private List<CredentialRefused> refusals(int atLeast) {
    return Published.until(
            Topics.CREDENTIAL_REFUSED, organisation.id(), told -> told.size() >= atLeast)
        .stream()
        .map(entry -> (CredentialRefused) entry.event())
        .toList();
  }

  private ConnectorManifest served(UpstreamOAuth oauth) {
    organisation.another();
    ConnectorManifest connector = organisation.connector(upstream.uri(), oauth);
    organisation.tool("get_a").gateway("g");
    return connector;
  }

  private String token(String user) {
    return TestKeys.current()
        .accessToken(user, organisation.id(), organisation.resource("g"), RIGHTS);
  }

  private ValidatableResponse call(String credential) {
    return new Mcp(organisation.path("g"), credential).modernCall("get_a", "{}");
  }

  private void awaitDone(String credential) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> call(credential).body("result.content[0].text", equalTo("done")));
  }

  /** What the upstream was shown at the last call. */
  private String shown() {
    return upstream.seen("tools/call").getLast().headers().get("authorization");
  }
}
