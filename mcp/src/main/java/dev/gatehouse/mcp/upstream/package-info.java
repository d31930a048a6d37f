/** The client side: one upstream MCP server over Streamable HTTP, in the era that it speaks. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.mcp.upstream;
