package dev.gatehouse.gateway.audit;

import dev.gatehouse.gateway.lane.Lane;
import dev.gatehouse.gateway.lane.Lanes;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;

/**
 * A disk that takes no record, and of which that is not known before it is tried: the spool's
 * folder is somewhere else, and no file of it is open.
 */
final class BrokenDisk implements AutoCloseable {
  private static final byte[] TOO_LARGE_TO_WAIT = new byte[512 << 10];

  private final Spool spool;
  private final Path folder;
  private final Path away;

  BrokenDisk(Spool spool, Lanes lanes, Vertx vertx) throws IOException {
    this.spool = spool;
    this.folder = spool.directory().path();
    this.away = folder.resolveSibling(folder.getFileName() + ".away");
    Files.move(folder, away);
    lanes.each(BrokenDisk::closeFile);
    for (int turn = 0; turn < 2; turn++) { // the second follows what ends the first
      ((VertxInternal) vertx)
          .nettyEventLoopGroup()
          .forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
    }
    spool.directory().written(true);
  }

  /** A channel is closed by a write of a thread that is interrupted. */
  private static void closeFile(Lane lane) {
    Thread.currentThread().interrupt();
    lane.spool()
        .append(
            new CallRecord.Ready("id", new byte[0], new byte[0], TOO_LARGE_TO_WAIT), written -> {});
    Thread.interrupted();
  }

  @Override
  public void close() throws IOException {
    Files.move(away, folder);
    Awaitility.await().until(spool::writable);
  }
}
