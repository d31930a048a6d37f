package dev.gatehouse.launcher.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code endpoints.json}: where everything of a local run is and what signs in to it, for people
 * and for tests.
 *
 * @param origin what people and clients see
 * @param issuer of access tokens
 * @param mcp address of the management server
 * @param admin first person who can sign in
 * @param apiKey good for everything in the organisation {@code default}
 * @param demo the demo gateway; null without one
 * @param services the five services by name
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Endpoints(
    String origin,
    String issuer,
    String mcp,
    Admin admin,
    String apiKey,
    @Nullable Demo demo,
    Map<String, ServiceAddress> services,
    Postgres postgres,
    Kafka kafka,
    Vault vault) {

  /**
   * @param password as it was generated; empty once it was changed
   */
  public record Admin(String username, String password) {}

  /**
   * @param url address of the gateway's MCP endpoint
   */
  public record Demo(String org, String gateway, String url) {}

  /**
   * @param url internal address
   * @param management internal address of health, metrics and OpenAPI
   */
  public record ServiceAddress(long pid, String url, String management) {}

  public record Postgres(String host, int port, String user, String password, long pid) {}

  public record Kafka(String bootstrap) {}

  public record Vault(String url, String token) {}

  /** What was written last. */
  public static Optional<Endpoints> read(DataFolder folder) {
    var file = folder.endpointsFile();
    try {
      return Files.exists(file)
          ? Optional.of(Json.mapper().readValue(Files.readAllBytes(file), Endpoints.class))
          : Optional.empty();
    } catch (IOException e) {
      // A file that nobody can read is written anew.
      return Optional.empty();
    }
  }

  /** Changes what was written last, if anything was; other commands may do so at the same time. */
  public static void update(DataFolder folder, UnaryOperator<Endpoints> change) {
    try (var _ = Turn.take(folder, "endpoints")) {
      read(folder).ifPresent(endpoints -> change.apply(endpoints).store(folder));
    }
  }

  /** Puts this in the place of what was written before. */
  public void write(DataFolder folder) {
    try (var _ = Turn.take(folder, "endpoints")) {
      store(folder);
    }
  }

  private void store(DataFolder folder) {
    try {
      PrivateFile.write(
          folder.endpointsFile(),
          Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    } catch (IOException e) {
      throw Failure.of(e);
    }
  }

  /** The same without the administrator's first password. */
  public Endpoints withoutPassword() {
    return with(new Admin(admin.username(), ""), services, postgres);
  }

  /** The same with the process of a service that was started anew. */
  public Endpoints withPid(String service, long pid) {
    var changed = new TreeMap<>(services);
    changed.computeIfPresent(
        service, (_, now) -> new ServiceAddress(pid, now.url(), now.management()));
    return with(admin, changed, postgres);
  }

  /** The same with the process of a PostgreSQL that was started anew. */
  public Endpoints withPostgresPid(long pid) {
    return with(
        admin,
        services,
        new Postgres(postgres.host(), postgres.port(), postgres.user(), postgres.password(), pid));
  }

  private Endpoints with(
      Admin otherAdmin, Map<String, ServiceAddress> otherServices, Postgres otherPostgres) {
    return new Endpoints(
        origin, issuer, mcp, otherAdmin, apiKey, demo, otherServices, otherPostgres, kafka, vault);
  }

  @Override
  public String toString() {
    return "Endpoints[origin=" + origin + "]";
  }
}
