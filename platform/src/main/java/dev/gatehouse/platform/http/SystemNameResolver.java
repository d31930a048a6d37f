package dev.gatehouse.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The machine's own resolver (hosts file, DNS, the JVM's cache), called on a few threads of its own
 * so that slow name servers of one tenant neither block an event loop nor fill the shared pool.
 */
public final class SystemNameResolver implements NameResolver {
  private static final int THREADS = 64;
  private static final int MAX_PENDING = 512;

  private final WorkerExecutor workers;
  private final AtomicInteger pending = new AtomicInteger();

  public SystemNameResolver(Vertx vertx) {
    this.workers = vertx.createSharedWorkerExecutor("gatehouse-names", THREADS);
  }

  @Override
  public Future<List<InetAddress>> resolve(String name) {
    if (pending.incrementAndGet() > MAX_PENDING) {
      pending.decrementAndGet();
      return Future.failedFuture(new RejectedExecutionException("too many look-ups"));
    }
    return workers
        .executeBlocking(() -> InetAddress.getAllByName(name), false)
        .map(found -> List.of(Objects.requireNonNull(found)))
        .onComplete(_ -> pending.decrementAndGet());
  }
}
