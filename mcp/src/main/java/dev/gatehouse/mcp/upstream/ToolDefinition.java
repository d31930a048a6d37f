package dev.gatehouse.mcp.upstream;

/**
 * One tool as the upstream describes it.
 *
 * @param json the definition object exactly as sent; untrusted
 */
@SuppressWarnings("ArrayRecordComponent") // opaque bytes, never compared
public record ToolDefinition(String name, byte[] json) {}
