/** Asking an upstream MCP server what it has, for runs and for connection tests. */
@NullMarked
package dev.gatehouse.sync.upstream;

import org.jspecify.annotations.NullMarked;
