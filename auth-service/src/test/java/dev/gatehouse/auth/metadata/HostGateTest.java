package dev.gatehouse.auth.metadata;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.platform.testing.TestKeys;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page whose own name leads to this machine reaches nothing. */
@AuthTest
class HostGateTest {
  private static final String FOREIGN = "rebound.example";

  @ParameterizedTest
  @CsvSource({
    "GET, /login",
    "GET, /oauth/authorize?client_id=x",
    "GET, /.well-known/oauth-authorization-server",
    "GET, /login/with/fake",
    "GET, /consent/x",
    "GET, /api/me",
    "POST, /oauth/token",
    "POST, /oauth/register",
    "POST, /login",
    "GET, /internal/../login"
  })
  void isTurnedAway(String method, String path) {
    Response answer =
        given()
            .redirects()
            .follow(false)
            .urlEncodingEnabled(false)
            .header("Host", FOREIGN)
            .request(method, path);
    answer.then().statusCode(403).contentType("application/problem+json");
    assertThat(answer.header("Location")).isNull();
    assertThat(answer.headers().hasHeaderWithName("Set-Cookie")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:8080", "LOCALHOST", "127.0.0.1:1", "[::1]:8080"})
  void ourOwnNamesAreServed(String host) {
    given().header("Host", host).get("/login").then().statusCode(200);
  }

  @Test
  void servicesReachEachOtherByNamesOfTheNetworkInside() {
    given().header("Host", "auth:8080").get("/oauth/jwks").then().statusCode(200);
    given()
        .header("Host", "auth:8080")
        .header("Gatehouse-Caller", TestKeys.current().assertion("launcher", "auth", null))
        .get("/internal/bootstrap")
        .then()
        .statusCode(200);
  }
}
