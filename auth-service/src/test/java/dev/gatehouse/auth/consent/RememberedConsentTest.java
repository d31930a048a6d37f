package dev.gatehouse.auth.consent;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static dev.gatehouse.auth.BrowserlessClient.hidden;
import static dev.gatehouse.auth.BrowserlessClient.location;
import static dev.gatehouse.auth.BrowserlessClient.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Person;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.platform.event.IdentityEvent.Revoked;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Role;
import io.restassured.response.Response;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person is asked once, and again whenever anything is not what was allowed. */
@AuthTest
class RememberedConsentTest {
  private static final String CALLBACK = "https://client.example/callback";

  private Person person;
  private BrowserlessClient client;

  @BeforeEach
  void aPersonWhoHasAllowedAClient() {
    person = Person.create();
    client = webClient().usedBy(person);
    client.approve(client.consentPage(request(client, person.endpoint())), null);
  }

  @Test
  void isNotAskedForTwice() {
    Response answer = open(client, request(client, person.endpoint()));
    assertThat(location(answer)).startsWith(CALLBACK);
    assertThat(parameters(URI.create(location(answer)))).containsKey("code").containsKey("iss");
  }

  @Test
  void isNotAskedForLess() {
    Map<String, String> less = request(client, person.endpoint());
    less.put("scope", "mcp:read");
    assertThat(location(open(client, less))).startsWith(CALLBACK);
  }

  @Test
  void isAskedForMore() {
    Map<String, String> more = request(client, person.endpoint());
    more.put("scope", "mcp:read mcp:write mcp:admin");
    asked(open(client, more));
  }

  @Test
  void isAskedForAnotherResource() {
    asked(open(client, request(client, ORIGIN + "/mcp")));
  }

  @Test
  void isAskedForAnotherClientWithTheSameAddress() {
    BrowserlessClient other = webClient().usedBy(person);
    other.cookies().putAll(client.cookies());
    asked(open(other, request(other, person.endpoint())));
  }

  @Test
  void isAskedForAnotherAddressOfTheSameClient() {
    Map<String, String> elsewhere = request(client, person.endpoint());
    elsewhere.put("redirect_uri", "https://other.example/callback");
    asked(open(client, elsewhere));
  }

  @Test
  void isAskedOfAnotherPersonAtTheSameBrowser() {
    Person other = Person.create().in(person.organisation(), Role.EDITOR);
    client.usedBy(other).cookies().remove("gatehouse_session");
    String page = client.consentPage(request(client, person.endpoint()));
    asked(client.get(page));
  }

  @Test
  void isAskedWhereThereIsAnOrganisationToChoose() {
    client.approve(client.consentPage(request(client, ORIGIN + "/mcp")), null);
    Person other = Person.create();
    person.in(other.organisation(), Role.EDITOR);
    asked(open(client, request(client, ORIGIN + "/mcp")));
  }

  @Test
  void isAlwaysAskedForWhatAnyLocalProgramCouldBe() {
    BrowserlessClient local = BrowserlessClient.register().usedBy(person);
    local.approve(local.consentPage(local.request(person.endpoint())), null);
    asked(open(local, local.request(person.endpoint())));
  }

  @Test
  void isAskedForOnThisMachineHoweverItIsCalled() {
    BrowserlessClient local =
        BrowserlessClient.register(
                """
                {"redirect_uris": ["https://localhost:8443/cb", "https://client.example/callback"],
                 "token_endpoint_auth_method": "none"}
                """)
            .usedBy(person);
    Map<String, String> request = local.request(person.endpoint());
    request.put("redirect_uri", "https://localhost:8443/cb");
    local.approve(local.consentPage(request), null);
    Response page = open(local, request);
    asked(page);
    assertThat(page.body().asString()).contains("Any program on your computer");
  }

  @Test
  void isListedForThePersonAlone() {
    person
        .request()
        .get("/api/me/consents")
        .then()
        .statusCode(200)
        .body("client", contains(client.id()))
        .body("[0].scopes", contains("mcp:read", "mcp:write"))
        .body("[0].resource", equalTo(person.endpoint()));
    Person other = Person.create().in(person.organisation(), Role.ADMIN);
    other
        .request(person.organisation(), Role.ADMIN)
        .get("/api/me/consents")
        .then()
        .body("$", empty());
  }

  @Test
  void isAskedForAgainOnceItWasTakenBack() {
    person.request().delete("/api/me/consents/" + id()).then().statusCode(204);
    asked(open(client, request(client, person.endpoint())));
  }

  @Test
  void takesTheTokensOfTheClientAlong() throws InterruptedException {
    String code =
        parameters(URI.create(location(open(client, request(client, person.endpoint())))))
            .get("code");
    Map<String, String> exchange = client.codeRequest(code);
    exchange.put("redirect_uri", CALLBACK);
    String refreshToken = client.token(exchange).path("refresh_token");
    person.request().delete("/api/me/consents/" + id());
    assertThat(client.refresh(refreshToken).statusCode()).isEqualTo(400);
    try (Topic identity = new Topic(Topics.IDENTITY)) {
      identity.await(Revoked.class, event -> event.organisation().equals(person.organisation()));
    }
  }

  @Test
  void isNotTakenBackBySomebodyElse() {
    Person other = Person.create().in(person.organisation(), Role.OWNER);
    other
        .request(person.organisation(), Role.OWNER)
        .delete("/api/me/consents/" + id())
        .then()
        .statusCode(404);
    person.request().get("/api/me/consents").then().body("$", hasSize(1));
  }

  @Test
  void isTakenBackOnAPageForPeople() {
    Map<String, String> form = hidden(client.get("/login/applications"));
    form.put("consent", id());
    assertThat(location(client.post("/login/applications", form))).isEqualTo("/login/applications");
    client
        .get("/login/applications")
        .then()
        .statusCode(200)
        .body(containsString("None."))
        .body(not(containsString("Web client")));
  }

  @Test
  void isNotTakenBackForAnotherSite() {
    client.post("/login/applications", Map.of("consent", id(), "csrf", "A".repeat(43)));
    client.get("/login/applications").then().body(containsString("Web client"));
  }

  private String id() {
    return person.request().get("/api/me/consents").path("[0].id");
  }

  private static void asked(Response page) {
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body().asString()).contains("decision");
  }

  /** The answer to a request in a browser that is signed in. */
  private static Response open(BrowserlessClient client, Map<String, String> request) {
    return client.get(location(client.authorize(request)));
  }

  private static Map<String, String> request(BrowserlessClient client, String resource) {
    Map<String, String> request = client.request(resource);
    request.put("redirect_uri", CALLBACK);
    return request;
  }

  private static BrowserlessClient webClient() {
    return BrowserlessClient.register(
        """
        {"client_name": "Web client",
         "redirect_uris": ["https://client.example/callback", "https://other.example/callback"],
         "grant_types": ["authorization_code", "refresh_token"],
         "token_endpoint_auth_method": "none"}
        """);
  }
}
