package dev.gatehouse.auth.login;

import static dev.gatehouse.auth.BrowserlessClient.location;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Person;
import dev.gatehouse.platform.testing.TestKeys;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
class BrowserSessionTest {
  private static final String PATH = "/internal/browser-session";
  private static final String TICKET = "a".repeat(43);

  private Person person;
  private BrowserlessClient browser;

  @BeforeEach
  void aPersonAtABrowser() {
    person = Person.create();
    browser = BrowserlessClient.of("none").usedBy(person);
  }

  @Test
  void connectorSyncLearnsWhoIsSignedIn() {
    String session = browser.signIn("/login").getCookie("gatehouse_session");

    Response answer = by("connector-sync").cookie("gatehouse_session", session).get(PATH);

    answer.then().statusCode(200).body("user", equalTo(person.id()));
  }

  @Test
  void nobodyIsSignedInWithASessionThatIsNone() {
    Response answer = by("connector-sync").cookie("gatehouse_session", "b".repeat(43)).get(PATH);

    answer.then().statusCode(204);
  }

  @Test
  void nobodyElseIsTold() {
    String session = browser.signIn("/login").getCookie("gatehouse_session");

    Response answer = by("gateway").cookie("gatehouse_session", session).get(PATH);

    answer.then().statusCode(403);
  }

  @Test
  void signingInLeadsOnToALinkToConnect() {
    Response answer = browser.signIn("/login?next=/connect/" + TICKET + "?go=1");

    assertThat(location(answer)).isEqualTo("/connect/" + TICKET + "?go=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/connect/", "/connect/callback", "//connect/x", "/connect/../login"})
  void signingInLeadsNowhereElse(String path) {
    Response answer = browser.signIn("/login?next=" + path);

    assertThat(location(answer)).isEqualTo("/login");
  }

  private static RequestSpecification by(String service) {
    return given().header("Gatehouse-Caller", TestKeys.current().assertion(service, "auth", null));
  }
}
