/** Servers as {@code server.json} documents, by the API of the official MCP registry. */
@NullMarked
package dev.gatehouse.registry.server;

import org.jspecify.annotations.NullMarked;
