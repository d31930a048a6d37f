package dev.gatehouse.gateway.audit;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

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
}
