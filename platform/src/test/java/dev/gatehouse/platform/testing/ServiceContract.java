package dev.gatehouse.platform.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What operators can count on in every service. Each service extends it in a {@code @QuarkusTest}.
 */
public abstract class ServiceContract {
  @TestHTTPResource(value = "/", management = true)
  URL management;

  @Test
  void isAliveOnTheManagementPort() {
    given().get(management + "health/live").then().statusCode(200).body("status", equalTo("UP"));
  }

  @Test
  void becomesReadyOnTheManagementPort() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            given()
                .get(management + "health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP")));
  }

  @Test
  void saysThatItHasStarted() {
    given().get(management + "health/started").then().statusCode(200);
  }

  @Test
  void hasPrometheusMetricsOnTheManagementPort() {
    given()
        .get(management + "metrics")
        .then()
        .statusCode(200)
        .body(containsString("jvm_memory_used_bytes"));
  }

  @Test
  void describesItsApiOnTheManagementPort() {
    given()
        .get(management + "openapi?format=json")
        .then()
        .statusCode(200)
        .body("openapi", containsString("3.1"));
  }

  @Test
  void nothingOfThatIsOnThePublicPort() {
    given().get("/q/health").then().statusCode(404);
    given().get("/q/metrics").then().statusCode(404);
    given().get("/q/openapi").then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Host: localhost\r\nHost: localhost\r\n", "Host: localhost\r\nhost: evil\r\n"})
  void refusesARequestThatDoesNotNameOneHost(String hosts) throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(20_000);
      String request = "GET /no-such-path HTTP/1.1\r\n" + hosts + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void anUnknownPathIsAProblem() {
    given()
        .get("/no-such-path")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("status", equalTo(404));
  }
}
