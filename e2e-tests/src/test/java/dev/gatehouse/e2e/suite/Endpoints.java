package dev.gatehouse.e2e.suite;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** {@code DIR/endpoints.json}: all that a journey knows of a running suite. */
public record Endpoints(
    String origin,
    String issuer,
    String mcp,
    Admin admin,
    String apiKey,
    Demo demo,
    Map<String, Service> services,
    Postgres postgres,
    Kafka kafka,
    Vault vault) {

  public record Admin(String username, String password) {}

  public record Demo(String org, String gateway, String url) {}

  public record Service(long pid, String url, String management) {}

  public record Postgres(String host, int port, String user, String password, long pid) {}

  public record Kafka(String bootstrap) {}

  public record Vault(String url, String token) {}

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  static Endpoints read(Path data) {
    try {
      return JSON.readValue(data.resolve("endpoints.json").toFile(), Endpoints.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
