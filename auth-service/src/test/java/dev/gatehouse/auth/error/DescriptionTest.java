package dev.gatehouse.auth.error;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.platform.json.Json;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URL;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the OpenAPI document promises of errors, at endpoints of each dialect. */
@AuthTest
class DescriptionTest {
  @TestHTTPResource(value = "/openapi?format=json", management = true)
  URL document;

  private JsonNode paths;

  @BeforeEach
  void read() throws Exception {
    paths = Json.mapper().readTree(given().get(document).asString()).path("paths");
  }

  @Test
  void promisesProblemsAtRestEndpointsOnly() {
    assertThat(paths.properties())
        .extracting(Map.Entry::getKey)
        .contains("/api/me", "/internal/bootstrap", "/oauth/token", "/login");
    assertThat(paths.properties())
        .allSatisfy(path ->
            assertThat(path.getValue().toString().contains("application/problem+json"))
                .as(path.getKey())
                .isEqualTo(isRest(path.getKey())));
  }

  /** Nothing here has a version that one could name. */
  @Test
  void promisesNoVersions() {
    assertThat(paths.toString()).doesNotContain("If-Match");
  }

  private static boolean isRest(String path) {
    return path.startsWith("/api/") || path.startsWith("/internal/");
  }
}
