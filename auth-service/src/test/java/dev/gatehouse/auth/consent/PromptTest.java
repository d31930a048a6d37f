package dev.gatehouse.auth.consent;

import static dev.gatehouse.auth.BrowserlessClient.location;
import static dev.gatehouse.auth.BrowserlessClient.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import io.restassured.response.Response;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may ask of the pages with {@code prompt}; the person has allowed it before. */
@AuthTest
class PromptTest {
  private static final String CALLBACK = "https://client.example/callback";

  private Person person;
  private BrowserlessClient client;

  @BeforeEach
  void aPersonWhoHasAllowedAClient() {
    person = Person.create();
    client =
        BrowserlessClient.register(
                """
                {"client_name": "Web client", "redirect_uris": ["https://client.example/callback"],
                 "token_endpoint_auth_method": "none"}
                """)
            .usedBy(person);
    client.approve(client.consentPage(request("")), null);
    Database.run(
        "UPDATE oauth_client SET last_used_at = now() WHERE id = '%s'".formatted(client.id()));
  }

  @Test
  void noneIsAnsweredWithoutAPageWhereTheAnswerIsRemembered() {
    assertThat(parameters(answer(open(request("none"))))).containsKeys("code", "state", "iss");
  }

  @Test
  void noneSaysThatConsentIsMissing() {
    Map<String, String> more = request("none");
    more.put("scope", "mcp:read mcp:admin");
    assertThat(parameters(answer(open(more)))).containsEntry("error", "consent_required");
  }

  @Test
  void noneSaysThatNobodyIsSignedIn() {
    client.cookies().remove("gatehouse_session");
    assertThat(parameters(answer(open(request("none"))))).containsEntry("error", "login_required");
  }

  @Test
  void noneSendsNobodyAtOnceToTheAddressOfAStranger() {
    Database.run(
        "UPDATE oauth_client SET last_used_at = NULL WHERE id = '%s'".formatted(client.id()));
    client.cookies().remove("gatehouse_session");
    Response page = open(request("none"));
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body().asString()).contains("error=login_required");
  }

  @Test
  void consentAsksAgain() {
    Response page = open(request("consent"));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body().asString()).contains("decision");
  }

  @ParameterizedTest
  @ValueSource(strings = {"login", "select_account"})
  void loginShowsTheSignInPageToWhoIsSignedIn(String prompt) {
    String signIn = location(open(request(prompt)));
    assertThat(signIn).startsWith("/login?next=/consent/");
    assertThat(client.get(signIn).body().asString()).contains("type=\"password\"");
  }

  @Test
  void loginGoesOnOnceThePersonHasSignedInAgain() {
    String signIn = location(open(request("login")));
    String page = location(client.signIn(signIn));
    assertThat(parameters(answer(client.get(page)))).containsKey("code");
  }

  @Test
  void loginTakesNoDecisionOfASessionFromBefore() {
    String page = location(client.authorize(request("login consent")));
    Map<String, String> form = Map.of("decision", "approve", "organisation", person.organisation());
    assertThat(location(client.post(page, form))).startsWith("/login");
  }

  @Test
  void maxAgeShowsTheSignInPageToWhoSignedInLongAgo() {
    signedInAnHourAgo();
    assertThat(location(open(noOlderThan("600")))).startsWith("/login?next=/consent/");
  }

  @Test
  void maxAgeGoesOnForWhoSignedInSince() {
    signedInAnHourAgo();
    assertThat(parameters(answer(open(noOlderThan("7200"))))).containsKey("code");
  }

  @Test
  void maxAgeOfNothingShowsTheSignInPage() {
    assertThat(location(open(noOlderThan("0")))).startsWith("/login?next=/consent/");
  }

  @Test
  void maxAgeSaysThatSignInIsMissingWhereNoPageIsWanted() {
    signedInAnHourAgo();
    Map<String, String> request = request("none");
    request.put("max_age", "600");
    assertThat(parameters(answer(open(request)))).containsEntry("error", "login_required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "soon", "1.5", "99999999999999999999"})
  void maxAgeIsANumberOfSeconds(String value) {
    assertThat(parameters(answer(client.authorize(noOlderThan(value)))))
        .containsEntry("error", "invalid_request");
  }

  @Test
  void noneSaysThatThereIsNothingForThePersonThere() {
    Map<String, String> elsewhere = request("none");
    elsewhere.put("resource", Person.create().endpoint());
    assertThat(parameters(answer(open(elsewhere)))).containsEntry("error", "invalid_target");
  }

  private Map<String, String> noOlderThan(String seconds) {
    Map<String, String> request = request("");
    request.put("max_age", seconds);
    return request;
  }

  private void signedInAnHourAgo() {
    person.sql(
        "UPDATE browser_session SET auth_time = auth_time - interval '1 h' WHERE user_id = ?");
  }

  private static URI answer(Response response) {
    String location = location(response);
    assertThat(location).startsWith(CALLBACK);
    return URI.create(location);
  }

  private Response open(Map<String, String> request) {
    return client.get(location(client.authorize(request)));
  }

  private Map<String, String> request(String prompt) {
    Map<String, String> request = client.request(person.endpoint());
    request.put("redirect_uri", CALLBACK);
    if (!prompt.isEmpty()) {
      request.put("prompt", prompt);
    }
    return request;
  }
}
