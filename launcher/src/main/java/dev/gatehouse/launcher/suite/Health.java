package dev.gatehouse.launcher.suite;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks a service whether it is ready to serve. */
public final class Health {

  private static final int TIMEOUT_MILLIS = 2_000;

  private Health() {}

  /**
   * @param management address of the service's management interface
   */
  public static boolean isReady(String management) {
    try {
      var connection =
          (HttpURLConnection) URI.create(management + "/q/health/ready").toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try {
        return connection.getResponseCode() == 200;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
