package dev.gatehouse.registry.gateway;

import java.util.Locale;

/** What has an MCP URL of its own below {@code /mcp/{org}/}; they share one space of slugs. */
public enum GatewayKind {
  /** Tools chosen for people and their clients. */
  GATEWAY,
  /** The tools that one agent works with: what is attached to it, and to its runner. */
  AGENT,
  /** What runs agents one after another; what is attached to it, all of them have. */
  RUNNER;

  /** As slugs and audit records name it. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }
}
