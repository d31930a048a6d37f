package dev.gatehouse.auth.login;

import static dev.gatehouse.auth.BrowserlessClient.hidden;
import static dev.gatehouse.auth.BrowserlessClient.location;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.notNullValue;

import dev.gatehouse.auth.Attempts;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
class LoginResourceTest {
  private Person person;
  private BrowserlessClient browser;

  @BeforeEach
  void aPersonAtABrowser() {
    person = Person.create();
    browser = BrowserlessClient.of("none").usedBy(person);
  }

  @Test
  void showsAPageThatRunsNothing() {
    browser
        .get("/login")
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", containsString("default-src 'none'"))
        .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
        .body(containsString("autocomplete=\"current-password\""));
  }

  @Test
  void servesItsStyleSheet() {
    given().get("/login/gatehouse.css").then().statusCode(200).contentType("text/css");
  }

  @Test
  void signsIn() {
    browser.signIn("/login");
    assertThat(browser.get("/login").body().asString())
        .contains("signed in as")
        .contains(person.username());
  }

  @Test
  void takesTheUserNameInAnyCase() {
    Response response =
        browser.signIn("/login", " " + person.username().toUpperCase() + " ", person.password());
    assertThat(location(response)).isEqualTo("/login");
  }

  @Test
  void keepsTheSessionFromScriptsAndOtherSites() {
    Cookie session = browser.signIn("/login").detailedCookie("gatehouse_session");
    assertThat(session.isHttpOnly()).isTrue();
    assertThat(session.getSameSite()).isEqualTo("Lax");
    assertThat(session.getPath()).isEqualTo("/");
    assertThat(session.getDomain()).isNull();
  }

  @Test
  void keepsOnlyTheHashOfASession() {
    String token = browser.signIn("/login").cookie("gatehouse_session");
    assertThat(
            Database.query("SELECT 1 FROM browser_session WHERE token_hash LIKE '%" + token + "%'"))
        .isEmpty();
  }

  @Test
  void startsANewSessionEachTime() {
    String first = browser.signIn("/login").cookie("gatehouse_session");
    given().cookies(browser.cookies());
    browser.cookies().put("gatehouse_session", "A".repeat(43));
    String second = browser.signIn("/login").cookie("gatehouse_session");
    assertThat(second).isNotEqualTo(first).isNotEqualTo("A".repeat(43));
  }

  @Test
  void refusesAWrongPassword() {
    Response response = browser.signIn("/login", person.username(), "wrong");
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.cookie("gatehouse_session")).isNull();
  }

  @Test
  void answersTheSameForAnUnknownUser() {
    String known = browser.signIn("/login", person.username(), "wrong").body().asString();
    String unknown = browser.signIn("/login", "nobody-of-note", "wrong").body().asString();
    assertThat(unknown.replace("nobody-of-note", person.username())).isEqualTo(known);
  }

  @Test
  void refusesControlCharacters() {
    assertThat(browser.signIn("/login", "a\u0000b", "x").statusCode()).isEqualTo(400);
  }

  @Test
  void refusesAFormOfAnotherSite() {
    Map<String, String> form = hidden(browser.get("/login"));
    form.put("username", person.username());
    form.put("password", person.password());
    browser.cookies().clear();
    assertThat(browser.post("/login", form).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/consent/made-up",
        "/consent/../api/me",
        "javascript:alert(1)"
      })
  void leadsNowhereElse(String next) {
    Map<String, String> form = hidden(browser.get("/login"));
    form.put("username", person.username());
    form.put("password", person.password());
    form.put("next", next);
    assertThat(location(browser.post("/login", form))).isEqualTo("/login");
  }

  @Test
  void slowsGuessingDown() {
    String name = "guessed-" + UUID.randomUUID();

    slowedDown(() -> browser.signIn("/login", name, "wrong")).header("Retry-After", notNullValue());
  }

  @Test
  void slowsGuessingOfManyNamesFromOneAddressDown() {
    browser.signIn("/login", "somebody-" + UUID.randomUUID(), "wrong");
    Database.run(
        "UPDATE sign_in_failures SET failures = 110, not_before = now() + interval '1 minute'"
            + " WHERE subject LIKE 'address:%'");
    try {
      browser.signIn("/login").then().statusCode(429).header("Retry-After", notNullValue());
    } finally {
      Database.run("DELETE FROM sign_in_failures WHERE subject LIKE 'address:%'");
    }
  }

  @Test
  void countsTriesByAddressOnlyIfTheyFail() {
    Database.run("DELETE FROM sign_in_failures WHERE subject LIKE 'address:%'");
    browser.signIn("/login", person.username(), "wrong");
    browser.signIn("/login");
    assertThat(
            Database.query("SELECT failures FROM sign_in_failures WHERE subject LIKE 'address:%'"))
        .isEqualTo(List.of(1));
  }

  @Test
  void takesAnIpv6NetworkForOneAddress() {
    Iterator<Integer> hosts = IntStream.iterate(1, i -> i + 1).iterator();

    slowedDown(() ->
        browser.at("2001:db8:7::" + hosts.next()).signIn("/login", person.username(), "wrong"));
  }

  @Test
  void letsNobodyLockAPersonOutOfTheirOwnBrowser() {
    browser.signIn("/login");
    browser.cookies().remove("gatehouse_session");
    guessedFromEverywhere();
    assertThat(browser.signIn("/login").statusCode()).isEqualTo(303);
  }

  @Test
  void slowsGuessingFromEverywhereDownAtNewBrowsers() {
    guessedFromEverywhere();
    browser.signIn("/login").then().statusCode(429);
  }

  @Test
  void slowsGuessingDownAtAKnownBrowserToo() {
    browser.signIn("/login");
    browser.cookies().remove("gatehouse_session");

    slowedDown(() -> browser.signIn("/login", person.username(), "wrong"));
  }

  @Test
  void countsNoTryThatHadToWait() {
    guessedFromEverywhere();
    for (int i = 0; i < 7; i++) {
      browser.signIn("/login");
    }
    Database.run(
        "DELETE FROM sign_in_failures WHERE subject = 'account:" + person.username() + "'");
    assertThat(browser.signIn("/login").statusCode()).isEqualTo(303);
  }

  private void guessedFromEverywhere() {
    Database.run(
        """
        INSERT INTO sign_in_failures (subject, failures, not_before, updated_at)
        VALUES ('account:%s', 60, now() + interval '1 minute', now())
        """
            .formatted(person.username()));
  }

  @Test
  void doesNotEvenTakeTheRightPasswordWhileItWaits() {
    slowedDown(() -> browser.signIn("/login", person.username(), "wrong"));
    Database.run(
        "UPDATE sign_in_failures SET not_before = now() + interval '1 minute' WHERE subject LIKE 'at:%:"
            + person.username()
            + "'");
    assertThat(browser.signIn("/login").statusCode()).isEqualTo(429);
  }

  @Test
  void forgetsTheFailuresAfterASuccess() {
    for (int i = 0; i < 4; i++) {
      browser.signIn("/login", person.username(), "wrong");
    }
    browser.signIn("/login");
    assertThat(
            Database.query(
                "SELECT 1 FROM sign_in_failures WHERE subject LIKE '%" + person.username() + "%'"))
        .isEmpty();
  }

  @Test
  void endsTheSessionOnTheServerAtSignOut() {
    browser.signIn("/login");
    String session = browser.cookies().get("gatehouse_session");
    browser.post("/login/out", hidden(browser.get("/login")));
    browser.cookies().put("gatehouse_session", session);
    assertThat(browser.get("/login").body().asString()).contains("current-password");
  }

  @Test
  void signsOutEverywhere() {
    BrowserlessClient elsewhere = BrowserlessClient.of("none").usedBy(person);
    elsewhere.signIn("/login");
    browser.signIn("/login");
    Map<String, String> form = hidden(browser.get("/login"));
    form.put("where", "everywhere");
    browser.post("/login/out", form);
    assertThat(elsewhere.get("/login").body().asString()).contains("current-password");
  }

  @Test
  void signsNobodyOutForAnotherSite() {
    browser.signIn("/login");
    browser.post("/login/out", Map.of("csrf", "A".repeat(43)));
    assertThat(browser.get("/login").body().asString()).contains("signed in as");
  }

  @Test
  void endsASessionAfterItsTime() {
    browser.signIn("/login");
    person.sql("UPDATE browser_session SET expires_at = now() WHERE user_id = ?");
    assertThat(browser.get("/login").body().asString()).contains("current-password");
  }

  /** Five tries are free; ten without a wait that counts would take half a minute. */
  private static ValidatableResponse slowedDown(Supplier<Response> attempt) {
    return Attempts.untilLimited(10, attempt).then().statusCode(429);
  }
}
