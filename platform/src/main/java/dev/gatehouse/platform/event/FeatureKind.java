package dev.gatehouse.platform.event;

/** What a server offers besides tools (MCP, "Server Features"). */
public enum FeatureKind {
  /** Known by its URI. */
  RESOURCE,
  /** Known by its URI template (RFC 6570). */
  RESOURCE_TEMPLATE,
  /** Known by its name. */
  PROMPT
}
