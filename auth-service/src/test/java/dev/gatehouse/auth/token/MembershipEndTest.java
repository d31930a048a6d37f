package dev.gatehouse.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Person;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.platform.event.IdentityEvent.Revoked;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Role;
import io.restassured.response.Response;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A membership that ends on the way from consent to token to refresh ends that way. */
@AuthTest
class MembershipEndTest {
  private Person owner;
  private Person member;
  private BrowserlessClient client;

  @BeforeEach
  void aMemberWithAClient() {
    owner = Person.create();
    member = Person.create().in(owner.organisation(), Role.EDITOR);
    client = BrowserlessClient.register().usedBy(member);
  }

  @Test
  void beforeConsentEndsTheRequest() {
    String page = client.consentPage(client.request(owner.endpoint()));
    var form = BrowserlessClient.hidden(client.get(page));
    form.put("decision", "approve");
    remove();
    URI answer = URI.create(BrowserlessClient.location(client.post(page, form)));
    assertThat(BrowserlessClient.parameters(answer)).containsEntry("error", "invalid_target");
  }

  @Test
  void betweenConsentAndTokenLeavesNoToken() {
    String code = client.code(owner.endpoint(), null);
    remove();
    refused(client.exchange(code));
  }

  @Test
  void betweenTokenAndRefreshLeavesNoNewToken() {
    String refreshToken = client.tokens(owner.endpoint(), null).path("refresh_token");
    remove();
    refused(client.refresh(refreshToken));
  }

  @Test
  void isNotUndoneByANewMembership() {
    String refreshToken = client.tokens(owner.endpoint(), null).path("refresh_token");
    remove();
    member.in(owner.organisation(), Role.EDITOR);
    refused(client.refresh(refreshToken));
  }

  @Test
  void revokesTheTokensThatAreOut() throws InterruptedException {
    client.tokens(owner.endpoint(), null);
    remove();
    try (Topic identity = new Topic(Topics.IDENTITY)) {
      identity.await(Revoked.class, event -> event.organisation().equals(owner.organisation()));
    }
  }

  @Test
  void bySuspensionLeavesNoNewTokenEither() {
    String refreshToken = client.tokens(owner.endpoint(), null).path("refresh_token");
    owner.request().body("{\"suspended\": true}").patch("/api/members/" + member.id());
    refused(client.refresh(refreshToken));
  }

  private void remove() {
    owner.request().delete("/api/members/" + member.id()).then().statusCode(204);
  }

  private static void refused(Response response) {
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat((String) response.path("error")).isEqualTo("invalid_grant");
  }
}
