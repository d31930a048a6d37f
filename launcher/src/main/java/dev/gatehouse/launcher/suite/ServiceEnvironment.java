package dev.gatehouse.launcher.suite;

import dev.gatehouse.backing.postgres.PostgresDatabase;
import dev.gatehouse.launcher.data.AssertionKeys;
import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.launcher.data.Ports;
import dev.gatehouse.launcher.data.Secrets;
import dev.gatehouse.launcher.stdio.AllowList;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The configuration of each service of a local run, as environment variables: unlike a command
 * line, these are hidden from other users of the machine.
 */
public record ServiceEnvironment(DataFolder folder, Ports ports, Secrets secrets) {

  private static final String LOOPBACK = "127.0.0.1";
  private static final String PRIVATE_TARGETS = "127.0.0.1/32,::1/128";

  /** What people and clients see. */
  public String origin() {
    return "http://localhost:" + ports.get(Ports.EDGE);
  }

  /** Internal address of a service. */
  public String url(Service service) {
    return "http://" + LOOPBACK + ":" + ports.http(service);
  }

  /** Internal address of a service's health, metrics and OpenAPI. */
  public String management(Service service) {
    return "http://" + LOOPBACK + ":" + ports.management(service);
  }

  String vaultUrl() {
    return "http://" + LOOPBACK + ":" + ports.get("vault");
  }

  String vaultToken(Service service) {
    return secrets.get("vault." + service.id());
  }

  /** The database of a service with the passwords of its two roles. */
  static PostgresDatabase database(String name, Secrets secrets) {
    var owner = name + "_owner";
    return new PostgresDatabase(
        name, owner, secrets.get("postgres." + owner), name, secrets.get("postgres." + name));
  }

  /** The variables of one service. */
  Map<String, String> of(Service service) {
    var keys = new AssertionKeys(folder);
    var environment = new HashMap<String, String>();
    environment.put("QUARKUS_HTTP_HOST", LOOPBACK);
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.http(service)));
    environment.put("QUARKUS_MANAGEMENT_HOST", LOOPBACK);
    environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.management(service)));
    environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
    environment.put("GATEHOUSE_ORIGIN", origin());
    environment.put("GATEHOUSE_RUN_MODE", "local");
    environment.put("GATEHOUSE_ASSERTION_KEY_FILE", keys.keyFile(service.id()).toString());
    environment.put("GATEHOUSE_ASSERTION_TRUSTED_KEYS_FILE", keys.trustedKeysFile().toString());
    environment.put("GATEHOUSE_JWKS_URL", url(Service.AUTH) + "/oauth/jwks");
    environment.put("GATEHOUSE_VAULT_URL", vaultUrl());
    environment.put("GATEHOUSE_VAULT_TOKEN", vaultToken(service));
    environment.put("GATEHOUSE_EGRESS_ALLOWED_PRIVATE_TARGETS", PRIVATE_TARGETS);
    environment.put("KAFKA_BOOTSTRAP_SERVERS", LOOPBACK + ":" + ports.get("kafka"));
    service.database().ifPresent(name -> addDatabase(environment, name));
    if (service == Service.AUTH) {
      environment.put("GATEHOUSE_BOOTSTRAP_PASSWORD", secrets.get("admin"));
    }
    if (service == Service.GATEWAY) {
      environment.put("GATEHOUSE_SPOOL_DIRECTORY", folder.spool().toString());
    }
    if (service == Service.CONNECTOR_SYNC) {
      environment.put("GATEHOUSE_CONNECT_AUTH_URL", url(Service.AUTH));
    }
    if (service == Service.REGISTRY && Files.exists(folder.servers())) {
      environment.put("GATEHOUSE_CATALOGUE_FILE", folder.servers().toString());
    }
    if (Files.exists(folder.stdioCommands())) {
      addStdio(environment, service);
    }
    return environment;
  }

  /** What the stdio-runner takes. */
  String stdioToken() {
    return secrets.get(StdioRunnerProcess.NAME);
  }

  private void addStdio(Map<String, String> environment, Service service) {
    if (service == Service.REGISTRY) {
      var programs = AllowList.read(folder.stdioCommands()).programs();
      environment.put(
          "GATEHOUSE_CONNECTORS_STDIO_COMMANDS", String.join(",", new TreeSet<>(programs)));
    }
    if (service == Service.GATEWAY || service == Service.CONNECTOR_SYNC) {
      environment.put(
          "GATEHOUSE_STDIO_RUNNER_URL",
          "http://" + LOOPBACK + ":" + ports.get(StdioRunnerProcess.NAME));
      environment.put("GATEHOUSE_STDIO_RUNNER_TOKEN", stdioToken());
    }
  }

  private void addDatabase(Map<String, String> environment, String name) {
    var database = database(name, secrets);
    environment.put(
        "QUARKUS_DATASOURCE_JDBC_URL",
        "jdbc:postgresql://%s:%d/%s".formatted(LOOPBACK, ports.get("postgres"), name));
    environment.put("QUARKUS_DATASOURCE_USERNAME", database.user());
    environment.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
    environment.put("QUARKUS_FLYWAY_USERNAME", database.owner());
    environment.put("QUARKUS_FLYWAY_PASSWORD", database.ownerPassword());
  }
}
