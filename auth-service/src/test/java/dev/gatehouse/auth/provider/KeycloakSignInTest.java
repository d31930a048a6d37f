package dev.gatehouse.auth.provider;

import static dev.gatehouse.auth.BrowserlessClient.location;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import io.restassured.response.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A person signs in with an account of a real Keycloak; {@code -Dkeycloak}. */
@AuthTest
@EnabledIfSystemProperty(named = Keycloak.PROPERTY, matches = ".+")
class KeycloakSignInTest {
  @ConfigProperty(name = "gatehouse.sign-in.providers.keycloak.issuer")
  String issuer;

  @Test
  void signsInThroughItsOwnPage() {
    Keycloak.ensure(issuer);
    BrowserlessClient browser = BrowserlessClient.of("none");
    Response page =
        given().urlEncodingEnabled(false).get(location(browser.get("/login/with/keycloak")));
    String answer =
        given()
            .urlEncodingEnabled(true)
            .redirects()
            .follow(false)
            .cookies(page.cookies())
            .formParam("username", Keycloak.USERNAME)
            .formParam("password", Keycloak.PASSWORD)
            .post(action(page))
            .then()
            .statusCode(302)
            .extract()
            .header("Location");
    assertThat(answer).startsWith(BrowserlessClient.ORIGIN + "/login/with/keycloak/callback?");
    String path = answer.substring(BrowserlessClient.ORIGIN.length());
    assertThat(
            location(
                browser.get(path.replace(issuer.replace(":", "%3A").replace("/", "%2F"), issuer))))
        .isEqualTo("/login");
    browser.get("/login").then().body(containsString("alice@keycloak"));
  }

  private static String action(Response page) {
    Matcher form = Pattern.compile("action=\"([^\"]+)\"").matcher(page.body().asString());
    assertThat(form.find()).as(page.body().asString()).isTrue();
    return form.group(1).replace("&amp;", "&");
  }
}
