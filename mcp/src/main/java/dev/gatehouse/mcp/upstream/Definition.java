package dev.gatehouse.mcp.upstream;

/**
 * One tool, resource, resource template or prompt as the upstream describes it.
 *
 * @param name what it is called by: a name, a URI or a URI template
 * @param json the definition object exactly as sent; untrusted
 */
@SuppressWarnings("ArrayRecordComponent") // opaque bytes, never compared
public record Definition(String name, byte[] json) {}
