package dev.gatehouse.gateway.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.GatewayTest;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An alert on a metric that nobody publishes would never ring. */
@GatewayTest
class AlertsTest {

  @TestHTTPResource(value = "/", management = true)
  URL management;

  @Test
  void everyMetricOfThisServiceExists() throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher matcher =
        Pattern.compile("\\bgatehouse_gateway_[a-z_]+")
            .matcher(Files.readString(Path.of("..", "deploy", "alerts", "audit.rules.yml")));
    while (matcher.find()) {
      named.add(matcher.group());
    }
    String published = given().get(management + "metrics").asString();

    assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(published).contains("\n" + name));
  }
}
