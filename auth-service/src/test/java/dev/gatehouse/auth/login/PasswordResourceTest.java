package dev.gatehouse.auth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import io.restassured.response.ValidatableResponse;
import java.util.EnumSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AuthTest
class PasswordResourceTest {
  private Person person;

  @BeforeEach
  void aPerson() {
    person = Person.create();
  }

  @Test
  void changesThePassword() {
    change(person.id(), person.password(), "a much better password").statusCode(204);
    BrowserlessClient browser = BrowserlessClient.of("none").usedBy(person);
    assertThat(browser.signIn("/login").statusCode()).isEqualTo(403);
    assertThat(browser.signIn("/login", person.username(), "a much better password").statusCode())
        .isEqualTo(303);
  }

  @Test
  void remembersThatItWasChanged() {
    change(person.id(), person.password(), "a much better password");
    assertThat(
            Database.query(
                "SELECT password_changed FROM user_account WHERE id = '" + person.id() + "'"))
        .hasToString("[true]");
  }

  @Test
  void signsAllBrowsersOut() {
    BrowserlessClient browser = BrowserlessClient.of("none").usedBy(person);
    browser.signIn("/login");
    change(person.id(), person.password(), "a much better password");
    assertThat(browser.get("/login").body().asString()).contains("current-password");
  }

  @Test
  void refusesAWrongCurrentPassword() {
    change(person.id(), "wrong", "a much better password").statusCode(403);
  }

  @Test
  void slowsGuessingDown() {
    for (int i = 0; i < 7; i++) {
      change(person.id(), "wrong", "a much better password");
    }
    change(person.id(), person.password(), "a much better password")
        .statusCode(429)
        .contentType("application/problem+json");
  }

  @Test
  void refusesAShortPassword() {
    change(person.id(), person.password(), "short")
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/newPassword"));
  }

  @Test
  void refusesAKeyOfThePerson() {
    change(person.id(), "a key", person.password(), "a much better password").statusCode(403);
  }

  @Test
  void refusesAServiceKey() {
    change(null, "x", "a much better password").statusCode(403);
  }

  private ValidatableResponse change(String user, String current, String next) {
    return change(user, user == null ? "key" : null, current, next);
  }

  private ValidatableResponse change(String user, String key, String current, String next) {
    return Administrator.request(
            new Caller(
                user,
                key,
                null,
                null,
                person.organisation(),
                Role.OWNER,
                EnumSet.allOf(Scope.class),
                null))
        .body("{\"currentPassword\": \"%s\", \"newPassword\": \"%s\"}".formatted(current, next))
        .post("/api/me/password")
        .then();
  }
}
