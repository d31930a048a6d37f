package dev.gatehouse.launcher.suite;

import dev.gatehouse.launcher.Failure;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Does several things at the same time and waits for all of them. */
final class Together {

  private Together() {}

  /**
   * Runs every task to its end.
   *
   * @throws Failure of the first task that failed, after all have ended
   */
  static void run(Collection<? extends Callable<?>> tasks) {
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      var running = tasks.stream().map(threads::submit).toList();
      threads.close();
      for (var task : running) {
        task.get();
      }
    } catch (ExecutionException e) {
      throw Failure.of(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("The start was interrupted.", e);
    }
  }
}
