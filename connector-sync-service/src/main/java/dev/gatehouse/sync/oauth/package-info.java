/**
 * Gatehouse as an OAuth client of upstreams (MCP 2026-07-28, "Authorization"): finding the
 * authorization server, being known to it, getting tokens. Stores nothing.
 */
@NullMarked
package dev.gatehouse.sync.oauth;

import org.jspecify.annotations.NullMarked;
