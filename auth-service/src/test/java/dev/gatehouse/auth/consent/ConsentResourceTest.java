package dev.gatehouse.auth.consent;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static dev.gatehouse.auth.BrowserlessClient.hidden;
import static dev.gatehouse.auth.BrowserlessClient.location;
import static dev.gatehouse.auth.BrowserlessClient.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import io.restassured.response.Response;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AuthTest
class ConsentResourceTest {
  private Person person;
  private BrowserlessClient client;

  @BeforeEach
  void aPersonWithAClient() {
    person = Person.create();
    client = BrowserlessClient.register().usedBy(person);
  }

  @Test
  void asksForSignInFirst() {
    String page = location(client.authorize(client.request(person.endpoint())));
    assertThat(location(client.get(page))).isEqualTo("/login?next=" + page);
  }

  @Test
  void saysWhoAsksForWhatAndWhereTheAnswerGoes() {
    String html =
        client.get(client.consentPage(client.request(person.endpoint()))).body().asString();
    assertThat(html)
        .contains("Test client")
        .contains("127.0.0.1:3118")
        .contains("Of " + person.username())
        .contains("use tools that only read")
        .contains("Create and change things")
        .doesNotContain("Delete things");
  }

  @Test
  void namesTheAdminScopeWhenItIsAskedFor() {
    Map<String, String> request = client.request(person.endpoint());
    request.put("scope", "mcp:admin");
    assertThat(client.get(client.consentPage(request)).body().asString()).contains("Delete things");
  }

  @Test
  void showsNamesAsTheyAreAndRunsNothing() {
    BrowserlessClient odd =
        BrowserlessClient.register(
                """
                {"client_name": "<script>alert(1)</script>",
                 "redirect_uris": ["http://127.0.0.1/callback"], "token_endpoint_auth_method": "none"}
                """)
            .usedBy(person);
    odd.get(odd.consentPage(odd.request(person.endpoint())))
        .then()
        .body(containsString("&lt;script&gt;"))
        .header("Content-Security-Policy", containsString("default-src 'none'"))
        .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
        .header(
            "Content-Security-Policy", containsString("form-action 'self' http://127.0.0.1:3118"))
        .header("Cache-Control", "no-store");
  }

  @Test
  void belongsToTheBrowserThatItWasOpenedIn() {
    String page = client.consentPage(client.request(person.endpoint()));
    BrowserlessClient elsewhere = BrowserlessClient.of(client.id()).usedBy(person);
    elsewhere.consentPage(elsewhere.request(person.endpoint()));
    assertThat(elsewhere.get(page).statusCode()).isEqualTo(404);
  }

  @Test
  void refusesAFormWithoutItsToken() {
    String page = client.consentPage(client.request(person.endpoint()));
    Map<String, String> form = hidden(client.get(page));
    form.put("csrf", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    form.put("decision", "approve");
    assertThat(client.post(page, form).statusCode()).isEqualTo(403);
  }

  @Test
  void refusesTheTokenOfAnotherForm() {
    String first = client.consentPage(client.request(person.endpoint()));
    String second = client.consentPage(client.request(person.endpoint()));
    Map<String, String> form = hidden(client.get(first));
    form.put("decision", "approve");
    assertThat(client.post(second, form).statusCode()).isEqualTo(403);
  }

  @Test
  void isDecidedOnce() {
    String page = client.consentPage(client.request(person.endpoint()));
    Map<String, String> form = hidden(client.get(page));
    form.put("decision", "approve");
    client.post(page, form);
    assertThat(client.post(page, form).statusCode()).isEqualTo(404);
  }

  @Test
  void isGoneAfterItsTime() {
    String page = client.consentPage(client.request(person.endpoint()));
    Database.run(
        "UPDATE authorization_request SET expires_at = now() WHERE client_id = '"
            + client.id()
            + "'");
    assertThat(client.get(page).statusCode()).isEqualTo(404);
  }

  @Test
  void tellsTheClientThatThePersonDenied() {
    String page = client.consentPage(client.request(person.endpoint()));
    Map<String, String> form = hidden(client.get(page));
    form.put("decision", "deny");
    assertThat(parameters(URI.create(location(client.post(page, form)))))
        .containsEntry("error", "access_denied")
        .containsEntry("state", "a state")
        .containsEntry("iss", ORIGIN);
  }

  @Test
  void refusesAnEndpointOfAnOrganisationThatThePersonIsNoMemberOf() {
    Response answer = consent(ORIGIN + "/mcp/default/demo");
    assertThat(parameters(URI.create(location(answer)))).containsEntry("error", "invalid_target");
  }

  @Test
  void takesNoOrganisationThatThePersonIsNoMemberOf() {
    String page = client.consentPage(client.request(ORIGIN + "/mcp"));
    Map<String, String> form = hidden(client.get(page));
    form.put("decision", "approve");
    form.put("organisation", Person.create().organisation());
    Response answer = client.post(page, form);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().asString()).contains("Allow");
  }

  @Test
  void takesTheNameOfThePlatformForNoOrganisation() {
    String page = client.consentPage(client.request(ORIGIN + "/mcp"));
    Map<String, String> form = hidden(client.get(page));
    form.put("decision", "approve");
    form.put("organisation", "*");
    assertThat(client.post(page, form).statusCode()).isEqualTo(200);
  }

  @Test
  void grantsNoMoreThanTheRoleAllows() {
    person.sql("UPDATE membership SET role = 'viewer' WHERE user_id = ?");
    String page = client.consentPage(client.request(person.endpoint()));
    assertThat(client.get(page).body().asString()).contains("only: Look at what is there");
    String code = parameters(client.approve(page, null)).get("code");
    assertThat((String) client.exchange(code).path("scope")).isEqualTo("mcp:read");
  }

  @Test
  void hasNothingToOfferWhereTheRoleAllowsNothing() {
    person.sql("UPDATE membership SET role = 'viewer' WHERE user_id = ?");
    Map<String, String> request = client.request(ORIGIN + "/api");
    request.put("scope", "mcp:admin");
    String page = location(client.authorize(request));
    client.signIn(location(client.get(page)));
    assertThat(parameters(URI.create(location(client.get(page)))))
        .containsEntry("error", "access_denied");
  }

  private Response consent(String resource) {
    String page = location(client.authorize(client.request(resource)));
    client.signIn(location(client.get(page)));
    return client.get(page);
  }
}
