/** Chosen sets of tools under one MCP URL each. */
@NullMarked
package dev.gatehouse.registry.gateway;

import org.jspecify.annotations.NullMarked;
