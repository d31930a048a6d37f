package dev.gatehouse.launcher.suite;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The five services, each a process of its own. */
public enum Service {
  AUTH("auth", "auth-service", "auth"),
  GATEWAY("gateway", "gateway-service", null),
  REGISTRY("registry", "registry-service", "registry"),
  CONNECTOR_SYNC("connector-sync", "connector-sync-service", "connector_sync"),
  AUDIT("audit", "audit-service", "audit");

  private final String id;
  private final String module;
  private final Optional<String> database;

  Service(String id, String module, @Nullable String database) {
    this.id = id;
    this.module = module;
    this.database = Optional.ofNullable(database);
  }

  /** Name in commands, logs, keys and policies. */
  public String id() {
    return id;
  }

  /** Folder of the module that it is built from. */
  public String module() {
    return module;
  }

  /** Name of its database, which is the name of its application role as well. */
  public Optional<String> database() {
    return database;
  }

  /** The service with this name. */
  public static Optional<Service> find(String id) {
    return Arrays.stream(values()).filter(service -> service.id.equals(id)).findFirst();
  }

  /** All names, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(Service::id).collect(Collectors.joining(", "));
  }
}
