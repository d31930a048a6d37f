package dev.gatehouse.platform.testing;

import static io.restassured.RestAssured.given;

import java.util.Locale;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What lies between the service and a server beside it, where {@link BackingServices} has a {@code
 * kafka-proxy} or a {@code database-proxy}. Whoever cuts or silences it lets it pass again.
 */
public enum TestNetwork {
  KAFKA,
  POSTGRES;

  /**
   * Past the proxy, for a test: the value of {@code bootstrap.servers}, or a JDBC address. There
   * without a proxy, too.
   */
  public String direct() {
    return setting(place());
  }

  /** Ends all connections, and each new one at once. */
  public void cut() {
    turn("cut");
  }

  /** Keeps connections open and lets nothing through, as a network that swallows packets. */
  public void silence() {
    turn("silence");
  }

  /**
   * Nothing ever goes through the connections that there are, which nobody is told; new ones pass.
   */
  public void lose() {
    turn("lose");
  }

  /** As if there were no proxy; what was held back comes through. */
  public void pass() {
    turn("pass");
  }

  private void turn(String to) {
    given().post("%s/%s/%s".formatted(setting("switches"), place(), to)).then().statusCode(204);
  }

  private String place() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String setting(String name) {
    return ConfigProvider.getConfig().getValue("gatehouse.test." + name, String.class);
  }
}
