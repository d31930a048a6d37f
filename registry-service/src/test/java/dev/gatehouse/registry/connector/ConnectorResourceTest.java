package dev.gatehouse.registry.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.platform.http.TargetVerdict;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RegistryTest
class ConnectorResourceTest {
  private Organisation organisation;

  @BeforeEach
  void anOrganisation() {
    organisation = Organisation.create();
  }

  @Test
  void registersAServer() {
    create(
            """
            {"name": "Weather Service", "transport": "streamable_http",
             "url": "http://127.0.0.1:9999/mcp", "allowedTools": ["get_forecast"]}
            """)
        .statusCode(201)
        .header("Location", matchesPattern("http://localhost:8080/api/mcps/[0-9a-f-]{36}"))
        .body("slug", equalTo("weather-service"))
        .body("name", equalTo("Weather Service"))
        .body("transport", equalTo("streamable_http"))
        .body("url", equalTo("http://127.0.0.1:9999/mcp"))
        .body("status", equalTo("pending"))
        .body("hasCredentials", equalTo(false))
        .body("allowedTools", contains("get_forecast"))
        .body("toolsCache", hasSize(0))
        .body("enabled", equalTo(true))
        .body("changePolicy", equalTo("review"))
        .body("createdAt", notNullValue());
  }

  @Test
  void slugsAreUniqueAndStayWhenTheNameChanges() {
    organisation.connector("Weather");
    String second = organisation.connector("Weather");
    patch(second, "{\"name\": \"Climate\"}")
        .statusCode(200)
        .body("name", equalTo("Climate"))
        .body("slug", equalTo("weather-2"));
  }

  @Test
  void takesAListOfToolsThatIsLongerThanAnEventCanBe() {
    String tools =
        IntStream.range(0, 9_000)
            .mapToObj(i -> "\"a-tool-with-a-long-name-%d\"".formatted(i))
            .collect(Collectors.joining(","));
    create(
            """
            {"name": "Large", "transport": "sse", "url": "http://127.0.0.1:9999/",
             "allowedTools": [%s]}
            """
                .formatted(tools))
        .statusCode(201)
        .body("allowedTools", hasSize(9_000));
  }

  @Test
  void answersAfterPostgresHasCutItsConnections() throws SQLException {
    String id = organisation.connector("Weather");
    cutConnections();
    organisation
        .request()
        .get("/api/mcps/" + id)
        .then()
        .statusCode(200)
        .body("name", equalTo("Weather"));
  }

  private static void cutConnections() throws SQLException {
    Config config = ConfigProvider.getConfig();
    try (Connection connection =
            DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                "postgres",
                config.getValue("gatehouse.test.superuser-password", String.class));
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()
          """);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "501", "-1", "many"})
  void saysWhatALimitCanBe(String limit) {
    organisation
        .request()
        .queryParam("limit", limit)
        .get("/api/mcps")
        .then()
        .statusCode(400)
        .body("errors.pointer", contains("/limit"));
  }

  @Test
  void takesNoSlug() {
    create(
            """
            {"name": "a", "slug": "mine", "transport": "sse", "url": "http://127.0.0.1:9999/sse"}
            """)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString("/slug"));
  }

  @Test
  void namesEverythingThatIsWrong() {
    create(
            """
            {"name": " ", "transport": "streamable_http", "command": "npx",
             "credentials": {"headers": {"Content-Length": "1", "X-Key": "a\\nb"},
                             "env": {"HOME": "/"}}}
            """)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", equalTo("https://gatehouse.dev/problems/invalid"))
        .body(
            "errors.pointer",
            contains(
                "/name",
                "/credentials/headers/Content-Length",
                "/credentials/headers/X-Key",
                "/url",
                "/command",
                "/credentials/env"));
  }

  @Test
  void saysNothingOfASecretThatIsWrong() {
    create(
            """
            {"name": "a", "transport": "sse", "url": "http://127.0.0.1:9999/",
             "credentials": {"headers": {"Authorization": "Bearer hunter2\\r\\nX: y"}}}
            """)
        .statusCode(400)
        .body(not(containsString("hunter2")));
  }

  @Test
  void asksForATransportThatThereIs() {
    create(
            "{\"name\": \"a\", \"transport\": \"carrier-pigeon\", \"url\": \"http://127.0.0.1:9999/\"}")
        .statusCode(400)
        .body("detail", containsString("/transport"));
  }

  @Test
  void stdioIsOffUnlessAnOperatorAllowsTheCommand() {
    create("{\"name\": \"a\", \"transport\": \"stdio\", \"command\": \"/bin/sh\"}")
        .statusCode(400)
        .body("errors.pointer", contains("/command"));
  }

  @Test
  void givesOneAnswerForEveryBlockedTarget() {
    String metadata = blocked("http://169.254.169.254/latest/meta-data");
    assertThat(blocked("http://10.0.0.1/mcp")).isEqualTo(metadata);
    assertThat(blocked("https://no-such-host.internal/mcp")).isEqualTo(metadata);
    assertThat(blocked("file:///etc/passwd")).isEqualTo(metadata);
    assertThat(blocked("not a url")).isEqualTo(metadata);
  }

  @Test
  void saysThatANameDoesNotResolve() {
    assertThat(blocked("https://no-such-host.invalid/mcp"))
        .contains("/url", TargetVerdict.Unresolved.MESSAGE);
  }

  @Test
  void patchesOnlyWhatIsThere() {
    String id = organisation.connector("Weather");
    patch(id, "{\"enabled\": false, \"allowedTools\": [\"a\"]}")
        .statusCode(200)
        .body("enabled", equalTo(false))
        .body("allowedTools", contains("a"))
        .body("url", equalTo("http://127.0.0.1:9999/mcp"));
  }

  @Test
  void nullTakesASettingBackToItsDefault() {
    String id = organisation.connector("Weather");
    patch(id, "{\"allowedTools\": [\"a\"]}").statusCode(200);
    patch(id, "{\"allowedTools\": null}").statusCode(200).body("allowedTools", nullValue());
  }

  @Test
  void aPatchIsJudgedAsAWhole() {
    String id = organisation.connector("Weather");
    patch(id, "{\"transport\": \"stdio\"}")
        .statusCode(400)
        .body("errors.pointer", hasItem("/command"))
        .body("errors.pointer", hasItem("/url"));
  }

  @Test
  void onlyAnAdministratorTrustsAnnotations() {
    String id = organisation.connector("Weather");
    organisation
        .request(Role.EDITOR, Scope.values())
        .body("{\"trustedAnnotations\": true}")
        .patch("/api/mcps/" + id)
        .then()
        .statusCode(403);
    patch(id, "{\"trustedAnnotations\": true}")
        .statusCode(200)
        .body("trustedAnnotations", equalTo(true));
  }

  @Test
  void listsPageByPageInOneBareArray() {
    for (String name : new String[] {"a", "b", "c"}) {
      organisation.connector(name);
    }
    var first = organisation.request().get("/api/mcps?limit=2").then().statusCode(200).extract();
    var next = Pattern.compile("<http://localhost:8080(.*)>; rel=\"next\"");
    var link = next.matcher(first.header("Link"));
    assertThat(first.<Object>path("slug")).isEqualTo(java.util.List.of("a", "b"));
    assertThat(link.matches()).isTrue();
    organisation
        .request()
        .get(link.group(1))
        .then()
        .statusCode(200)
        .body("slug", contains("c"))
        .header("Link", nullValue());
  }

  @Test
  void refusesACursorThatWasNotGivenOut() {
    organisation
        .request()
        .get("/api/mcps?cursor=xyz!")
        .then()
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/cursor"));
  }

  @Test
  void deletes() {
    String id = organisation.connector("Weather");
    organisation.request().delete("/api/mcps/" + id).then().statusCode(204);
    organisation
        .request()
        .get("/api/mcps/" + id)
        .then()
        .statusCode(404)
        .contentType("application/problem+json");
  }

  @Test
  void anIdThatIsNoneIsNotFound() {
    organisation.request().get("/api/mcps/weather").then().statusCode(404);
  }

  @Test
  void readingWritingAndDeletingNeedTheirScopes() {
    String id = organisation.connector("Weather");
    organisation.request(Role.OWNER, Scope.WRITE).get("/api/mcps").then().statusCode(403);
    organisation
        .request(Role.OWNER, Scope.READ)
        .body("{\"enabled\": false}")
        .patch("/api/mcps/" + id)
        .then()
        .statusCode(403);
    organisation
        .request(Role.OWNER, Scope.READ, Scope.WRITE)
        .delete("/api/mcps/" + id)
        .then()
        .statusCode(403);
    organisation.request().get("/api/mcps/" + id).then().body("$", hasKey("id"));
  }

  private String blocked(String url) {
    return create(
            "{\"name\": \"a\", \"transport\": \"streamable_http\", \"url\": \"%s\"}".formatted(url))
        .statusCode(400)
        .extract()
        .<java.util.List<?>>path("errors")
        .toString();
  }

  private ValidatableResponse create(String body) {
    return organisation.request().body(body).post("/api/mcps").then();
  }

  private ValidatableResponse patch(String id, String body) {
    return organisation
        .request()
        .contentType("application/merge-patch+json")
        .body(body)
        .patch("/api/mcps/" + id)
        .then();
  }
}
