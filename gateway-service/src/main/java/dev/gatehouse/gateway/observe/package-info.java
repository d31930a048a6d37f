/** Metrics and spans by the OpenTelemetry conventions for MCP. */
@NullMarked
package dev.gatehouse.gateway.observe;

import org.jspecify.annotations.NullMarked;
