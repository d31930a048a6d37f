package dev.gatehouse.platform.testing;

import static io.restassured.RestAssured.given;

import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What stands between the service and Kafka, where {@link BackingServices} has a {@code
 * kafka-proxy}. Whoever cuts or silences it lets it pass again.
 */
public final class TestBroker {
  private TestBroker() {}

  /** The value of {@code bootstrap.servers} for a test, past the proxy. */
  public static String direct() {
    return ConfigProvider.getConfig().getValue("gatehouse.test.kafka", String.class);
  }

  /** Ends all connections, and each new one at once. */
  public static void cut() {
    turn("cut");
  }

  /** Keeps connections open and lets nothing through, as a network that swallows packets. */
  public static void silence() {
    turn("silence");
  }

  /** As if there were no proxy; what was held back comes through. */
  public static void pass() {
    turn("pass");
  }

  private static void turn(String to) {
    String switches = ConfigProvider.getConfig().getValue("gatehouse.test.switches", String.class);
    given().post(switches + "/kafka/" + to).then().statusCode(204);
  }
}
