/**
 * The MCP wire: revisions, methods, errors, scanners that read bytes once and writers that make
 * bytes.
 */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.mcp.wire;
