package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.Accessibility;
import dev.gatehouse.e2e.client.OAuthClient;
import dev.gatehouse.e2e.client.Person;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The pages that a person meets can be used with a screen reader and a keyboard, as far as rules
 * go.
 */
@RequiresNpm
class AccessibilityJourneyTest {
  private static Workspace workspace;

  @BeforeAll
  static void find(@SharedSuite Suite suite) {
    workspace = Workspace.first(suite);
  }

  @Test
  void theWayFromAnInvitationToConsent() {
    String name = "reader-" + UUID.randomUUID().toString().substring(0, 8);
    Person invited = new Person(name, "a password of " + name);
    Person later = new Person(name, "a password of " + name); // at another browser
    JsonNode invitation =
        workspace.rest().create("/api/members/invitations", Map.of("role", "viewer"));
    OAuthClient client =
        OAuthClient.register(workspace.endpoints().issuer(), workspace.endpoints().demo().url());

    invited.join(URI.create(invitation.path("url").textValue()));
    client.signIn(later, workspace.organisation(), "mcp:read");

    List<String> pages = Stream.concat(invited.pages().stream(), later.pages().stream()).toList();
    assertThat(pages)
        .extracting(page -> Jsoup.parse(page).title())
        .contains("Sign in – Gatehouse", "Allow access – Gatehouse")
        .hasSizeGreaterThanOrEqualTo(3);
    assertThat(pages)
        .extracting(Accessibility::check)
        .allSatisfy(found -> {
          assertThat(found.path("passes").intValue()).isPositive();
          assertThat(found.path("violations")).as("%s", found).isEmpty();
        });
  }
}
