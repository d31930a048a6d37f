package dev.gatehouse.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.audit.testing.AuditTest;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An alert on a metric that nobody publishes would never ring. */
@AuditTest
class AlertsTest {
  private static final Path DEPLOY = Path.of("..", "deploy");

  @TestHTTPResource(value = "/", management = true)
  URL management;

  @Test
  void everyMetricOfThisServiceExists() throws IOException {
    Set<String> named = find("\\b(gatehouse_audit|kafka_consumer)_[a-z_]+");

    await()
        .atMost(Duration.ofSeconds(60)) // until there are consumers
        .untilAsserted(() -> {
          String published = given().get(management + "metrics").asString();
          assertThat(named)
              .isNotEmpty()
              .allSatisfy(name -> assertThat(published).contains("\n" + name));
        });
  }

  @Test
  void everyAlertHasItsRunbook() throws IOException {
    assertThat(find("deploy/runbooks/[a-z-]+\\.md"))
        .isNotEmpty()
        .allSatisfy(runbook -> assertThat(Path.of("..", runbook)).exists());
  }

  private static Set<String> find(String pattern) throws IOException {
    Set<String> found = new TreeSet<>();
    Matcher matcher =
        Pattern.compile(pattern)
            .matcher(Files.readString(DEPLOY.resolve("alerts/audit.rules.yml")));
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }
}
