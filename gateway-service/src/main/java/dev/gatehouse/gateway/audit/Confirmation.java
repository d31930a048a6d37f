package dev.gatehouse.gateway.audit;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What has to happen after records were written to a file before anybody is told of it. */
@FunctionalInterface
interface Confirmation {
  /** Nothing: a written record outlives the process. */
  Confirmation NONE = (file, channel, position, sync, loop, then) -> then.done(true);

  /**
   * @param file that was written to last
   * @param channel open on it; null if it was full and has been closed
   * @param position up to which it is written
   * @param sync whether attempts are among what was written
   * @param loop runs a task on the writer's event loop
   * @param then told once, on the event loop
   */
  void await(
      @Nullable Path file,
      @Nullable FileChannel channel,
      long position,
      boolean sync,
      Executor loop,
      SpoolWriter.Written then);

  /** This and then another. */
  default Confirmation and(Confirmation next) {
    return (file, channel, position, sync, loop, then) ->
        await(
            file,
            channel,
            position,
            sync,
            loop,
            confirmed -> {
              if (confirmed) {
                next.await(file, channel, position, sync, loop, then);
              } else {
                then.done(false);
              }
            });
  }
}
