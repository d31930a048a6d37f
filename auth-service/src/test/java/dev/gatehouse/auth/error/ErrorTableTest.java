package dev.gatehouse.auth.error;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.error.OAuthEndpoint.Refusal;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every error of every endpoint that clients talk to is provoked, and told as it should be.
 *
 * <p>The table of docs/oauth-errors.md is written by {@code -Dgatehouse.docs.write=true}.
 */
@AuthTest
class ErrorTableTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("basedir", ""))
          .toAbsolutePath()
          .resolve("../docs/oauth-errors.md");
  private static final String MARK = "<!-- What follows is written by ErrorTableTest. -->\n";

  static Stream<Refused> rows() {
    return Refusals.all();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isTold(Refused row) throws Exception {
    Response answer = row.provocation().send();
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(row.refusal().status());
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.asString()).doesNotContain("Exception").doesNotContain("\tat ");
    switch (row.refusal().status()) {
      case 303 -> assertRedirected(answer, row.refusal().error());
      default -> assertDialect(answer, row.refusal().error());
    }
    if (row.refusal().status() == 429
        || (row.refusal().status() == 503 && !row.refusal().error().equals("page"))) {
      assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    }
  }

  private static void assertRedirected(Response answer, String error) {
    Map<String, String> parameters =
        BrowserlessClient.parameters(URI.create(answer.header("Location")));
    assertThat(parameters)
        .containsEntry("error", error)
        .containsEntry("iss", ORIGIN)
        .containsKey("state")
        .doesNotContainKey("code");
  }

  private static void assertDialect(Response answer, String error) {
    assertThat(answer.header("Location")).isNull();
    if (error.equals("page")) {
      assertThat(answer.contentType()).startsWith("text/html");
      assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
    } else {
      assertThat(answer.contentType()).startsWith("application/json");
      assertThat((String) answer.path("error")).isEqualTo(error);
    }
  }

  @Test
  void hasARowForEachErrorThatAnEndpointCanAnswer() {
    Set<String> rows = rows().map(row -> row.at() + " " + row.refusal()).collect(toSet());
    Set<String> answers =
        Arrays.stream(OAuthEndpoint.values())
            .flatMap(at -> at.refusals().stream().map(refusal -> at + " " + refusal))
            .collect(toSet());
    assertThat(rows).isEqualTo(answers);
  }

  @Test
  void isInTheDocumentation() throws IOException {
    String document = Files.readString(DOCUMENT);
    String expected = document.substring(0, document.indexOf(MARK) + MARK.length()) + table();
    if (Boolean.getBoolean("gatehouse.docs.write")) {
      Files.writeString(DOCUMENT, expected);
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(expected);
  }

  private static String table() {
    return rows()
        .sorted(
            java.util.Comparator.comparing(Refused::at)
                .thenComparing(row -> row.refusal().status())
                .thenComparing(row -> row.refusal().error()))
        .map(row ->
            "| `%s` | %d | %s | %s |\n"
                .formatted(
                    row.at().path(), row.refusal().status(), said(row.refusal()), row.when()))
        .collect(joining("", "\n| Endpoint | Status | `error` | When |\n|---|---|---|---|\n", ""));
  }

  private static String said(Refusal refusal) {
    return refusal.error().equals("page") ? "a page" : "`" + refusal.error() + "`";
  }
}
