package dev.gatehouse.gateway.audit;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** The audit spool on this machine's disk. */
@ConfigMapping(prefix = "gatehouse.spool")
public interface SpoolConfig {

  /** Folder of this process alone; in a cluster on a volume. */
  Path directory();

  /** A file is closed and a new one begun at this size. */
  @WithDefault("8M")
  MemorySize segmentSize();

  /** Calls are refused while the spool holds more than this and Kafka does not take it. */
  @WithDefault("1G")
  MemorySize maxSize();

  /**
   * {@code spool}: an answer waits for this file; {@code broker}: it waits for Kafka as well,
   * unless Kafka is away.
   */
  @WithDefault("spool")
  Mode mode();

  /** In {@code broker} mode, how long an answer waits before Kafka is taken to be away. */
  @WithDefault("2s")
  Duration brokerPatience();

  /**
   * Whether a call that may change something waits until its attempt is on the disk itself, so that
   * it outlives the machine and not only the process. Costs a flush of the disk per group of calls.
   */
  @WithDefault("false")
  boolean syncAttempts();

  /** What an answer waits for. */
  enum Mode {
    SPOOL,
    BROKER
  }
}
