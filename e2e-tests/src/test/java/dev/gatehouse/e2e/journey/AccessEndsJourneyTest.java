package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.OAuthClient;
import dev.gatehouse.e2e.client.OpenStream;
import dev.gatehouse.e2e.client.Person;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.Endpoints;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken from somebody holds at the gateway within five seconds, on open streams too. */
class AccessEndsJourneyTest {
  /** The promise is five seconds; a machine on which everything runs at once is given more. */
  private static final Duration PROMPTLY = Duration.ofSeconds(20);

  /** A tool that only who may write is shown. */
  private static final String WRITES = "remember";

  private static Endpoints endpoints;
  private static Workspace workspace;
  private static String url;

  private String member;
  private String token;

  @BeforeAll
  static void find(@SharedSuite Suite suite) {
    endpoints = suite.endpoints();
    workspace = Workspace.first(suite);
    url = endpoints.demo().url();
  }

  @BeforeEach
  void aMemberWhoIsSignedIn() {
    String name = "member-" + UUID.randomUUID().toString().substring(0, 8);
    Person person = new Person(name, "a password of " + name);
    JsonNode invitation =
        workspace.rest().create("/api/members/invitations", Map.of("role", "editor"));
    person.join(URI.create(invitation.path("url").textValue()));
    for (JsonNode candidate : workspace.rest().read("/api/members")) {
      if (candidate.path("username").asText().equals(name)) {
        member = candidate.path("id").textValue();
      }
    }
    token =
        OAuthClient.register(endpoints.issuer(), url)
            .signIn(person, workspace.organisation(), "mcp:read mcp:write")
            .path("access_token")
            .textValue();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(tools(token)).contains(WRITES));
  }

  @Test
  void ofAMemberWhoIsRemoved() {
    try (OpenStream stream = OpenStream.listen(url, token)) {
      workspace.rest().delete("/api/members/" + member).expect(204);

      assertRefused(token);
      await().atMost(PROMPTLY).until(stream::ended);
    }
  }

  @Test
  void ofAMemberWhoIsSuspended() {
    workspace.rest().patch("/api/members/" + member, Map.of("suspended", true)).expect(200);

    assertRefused(token);
  }

  @Test
  void ofARoleThatIsTakenAway() {
    workspace.rest().patch("/api/members/" + member, Map.of("role", "viewer")).expect(200);

    await().atMost(PROMPTLY).untilAsserted(() -> assertThat(tools(token)).doesNotContain(WRITES));
  }

  @Test
  void ofAKeyThatIsRevoked() {
    JsonNode made = workspace.rest().create("/api/api-keys", Map.of("name", "for a while"));
    String key = made.path("key").textValue();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(status(key)).isEqualTo(200));

    workspace.rest().delete("/api/api-keys/" + made.path("id").textValue()).expect(204);

    assertRefused(key);
  }

  @Test
  void ofEverybodyInAnOrganisationThatIsSuspended() {
    Workspace other = workspace.another("Suspended");
    Workspace.Gateway gateway = other.gateway("own");
    other.awaitServed(gateway);
    String organisation = other.rest().read("/api/me").at("/organisation/id").textValue();
    try (OpenStream stream = OpenStream.listen(gateway.url(), other.apiKey())) {
      other.rest().patch("/api/orgs/" + organisation, Map.of("suspended", true)).expect(200);

      await()
          .atMost(PROMPTLY)
          .untilAsserted(() ->
              assertThat(McpRequest.list(gateway.url()).bearer(other.apiKey()).send().status())
                  .isEqualTo(401));
      await().atMost(PROMPTLY).until(stream::ended);
    }
  }

  private static void assertRefused(String credential) {
    await().atMost(PROMPTLY).untilAsserted(() -> assertThat(status(credential)).isEqualTo(401));
  }

  private static int status(String credential) {
    return McpRequest.list(url).bearer(credential).send().status();
  }

  private static List<String> tools(String credential) {
    return Workspace.toolNames(McpRequest.list(url).bearer(credential).result());
  }
}
