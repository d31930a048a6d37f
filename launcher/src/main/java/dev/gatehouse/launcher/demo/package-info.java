/** The demo upstream, a real MCP server of a few offline tools, and its gateway. */
@NullMarked
package dev.gatehouse.launcher.demo;

import org.jspecify.annotations.NullMarked;
