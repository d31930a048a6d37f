package dev.gatehouse.gateway.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** Brings what was written to a file onto the disk itself, where that is wanted. */
@FunctionalInterface
interface Flush {
  /** Not wanted: a written record outlives the process. */
  Flush NONE = channel -> {};

  Flush DISK = channel -> channel.force(false);

  void flush(FileChannel channel) throws IOException;
}
