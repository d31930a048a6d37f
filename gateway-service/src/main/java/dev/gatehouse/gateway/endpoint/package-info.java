/** The HTTP side of the MCP endpoints: routes, host and origin, metadata, answers. */
@NullMarked
package dev.gatehouse.gateway.endpoint;

import org.jspecify.annotations.NullMarked;
