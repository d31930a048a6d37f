package dev.gatehouse.platform.security;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one public origin, and the canonical URIs of the resources below it (RFC 8707). */
@Singleton
public final class Origin {
  private final String value;

  /**
   * @param value scheme, host and port; a trailing slash is dropped
   */
  public Origin(@ConfigProperty(name = "gatehouse.origin") String value) {
    this.value = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
  }

  /** Without a trailing slash; also the issuer of access tokens. */
  public String value() {
    return value;
  }

  /** The REST API as an OAuth resource. */
  public String api() {
    return value + "/api";
  }

  /** The management MCP server. */
  public String mcp() {
    return value + "/mcp";
  }

  /** A gateway, agent or runner. */
  public String mcp(String organisationSlug, String name) {
    return value + "/mcp/" + organisationSlug + "/" + name;
  }
}
