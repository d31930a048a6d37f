/** Agents and runners: which tools each works with, under an MCP URL of its own. */
@NullMarked
package dev.gatehouse.registry.agent;

import org.jspecify.annotations.NullMarked;
