package dev.gatehouse.gateway.upstream;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Calls to upstreams. Numbers count per event loop. */
@ConfigMapping(prefix = "gatehouse.upstream")
public interface UpstreamConfig {

  /** Calls to one connector at the same time; more are refused at once. */
  @WithDefault("64")
  int maxConcurrent();

  /** Calls of one principal at the same time, to all connectors; more are refused at once. */
  @WithDefault("256")
  int maxConcurrentPerPrincipal();

  /** Failures in a row after which a connector is left alone for a while. */
  @WithDefault("5")
  int failuresToOpen();

  /** How long it is left alone before one call tries again. */
  @WithDefault("10s")
  Duration openFor();

  /** Limit of opening a connection and of each step of an MCP handshake. */
  @WithDefault("10s")
  Duration openTimeout();

  /** Upper limit of one call, whatever a connector asks for. */
  @WithDefault("5m")
  Duration maxCallTimeout();

  /** The largest reply that is passed on. */
  @WithDefault("8M")
  MemorySize maxReplySize();

  /** The part of the heap that replies may take while they are read, in percent. */
  @WithDefault("20")
  int repliesPercent();

  /** Connections to one address. */
  @WithDefault("256")
  int maxConnections();

  /** Conversations with upstreams that are kept open. */
  @WithDefault("10000")
  int maxSessions();

  /** Those of one principal; beyond it the one that was used least lately is closed. */
  @WithDefault("1000")
  int maxSessionsPerPrincipal();

  /** How long a conversation may be idle before it is closed. */
  @WithDefault("10m")
  Duration sessionIdle();

  /** How long a checked address is connected to before it is checked again. */
  @WithDefault("30s")
  Duration addressGoodFor();
}
