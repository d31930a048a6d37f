package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Some clients that each have one GET under way, over and over, through the paths in turn.
 *
 * @param pid of the service that answers
 * @param database of the process of PostgreSQL that has begun all the others
 */
record Clients(URI origin, String bearer, int number, long pid, long database) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  static final String HEADER =
      """
      | what | clients | replies/s | p50 ms | p99 ms | CPU of the service, ms | of PostgreSQL | of the clients | failed |
      |---|---|---|---|---|---|---|---|---|\
      """;

  /**
   * @param perSecond replies that are counted here and below: those whose status was 200
   * @param p50 median latency in milliseconds; no number if there was none
   * @param p99 in milliseconds
   * @param cpu for each reply
   * @param failed the other replies
   */
  record Latency(double perSecond, double p50, double p99, Cpu cpu, long failed) {
    String row(String what, int clients) {
      return String.format(
          Locale.ROOT,
          "| %s | %d | %.0f | %.2f | %.2f | %.2f | %.2f | %.2f | %d |",
          what,
          clients,
          perSecond,
          p50,
          p99,
          cpu.service,
          cpu.database,
          cpu.clients,
          failed);
    }
  }

  /** CPU time in milliseconds; PostgreSQL serves other services as well. */
  record Cpu(double service, double database, double clients) {}

  private record OneClient(long[] nanos, long cpu, long failed) {}

  Latency run(List<String> paths, int seconds) throws Exception {
    run(paths, System.nanoTime() + 3_000_000_000L); // warm-up
    long service = CpuTime.nanos(List.of(pid));
    long postgres = CpuTime.ofTree(database);
    long begin = System.nanoTime();
    List<OneClient> clients = run(paths, begin + seconds * 1_000_000_000L);
    double took = (System.nanoTime() - begin) / 1e9;
    long[] nanos =
        clients.stream().flatMapToLong(client -> LongStream.of(client.nanos)).sorted().toArray();
    return new Latency(
        nanos.length / took,
        percentile(nanos, 0.5),
        percentile(nanos, 0.99),
        new Cpu(
            (CpuTime.nanos(List.of(pid)) - service) / 1e6 / nanos.length,
            (CpuTime.ofTree(database) - postgres) / 1e6 / nanos.length,
            clients.stream().mapToLong(OneClient::cpu).sum() / 1e6 / nanos.length),
        clients.stream().mapToLong(OneClient::failed).sum());
  }

  private static double percentile(long[] sorted, double part) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) (sorted.length * part)] / 1e6;
  }

  private List<OneClient> run(List<String> paths, long until) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(number)) {
      List<Callable<OneClient>> clients =
          IntStream.range(0, number)
              .mapToObj(i -> (Callable<OneClient>) () -> client(paths, i, until))
              .toList();
      return threads.invokeAll(clients).stream().map(Clients::get).toList();
    }
  }

  private OneClient client(List<String> paths, int client, long until) throws IOException {
    try (KeptConnection connection = new KeptConnection(origin, bearer)) {
      return loop(connection, paths, client, until);
    }
  }

  private static OneClient loop(
      KeptConnection connection, List<String> paths, int client, long until) throws IOException {
    long[] nanos = new long[1 << 16];
    int count = 0;
    long failed = 0;
    long cpu = THREADS.getCurrentThreadCpuTime();
    // Each begins elsewhere, so that no two ask the same at the same time.
    for (int i = client * 7919; System.nanoTime() < until; i++) {
      String path = paths.get(i % paths.size());
      long begin = System.nanoTime();
      int status = connection.get(path);
      long took = System.nanoTime() - begin;
      if (status != 200) { // an error is quick, and no answer
        failed++;
        continue;
      }
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, nanos.length * 2);
      }
      nanos[count++] = took;
    }
    return new OneClient(
        Arrays.copyOf(nanos, count), THREADS.getCurrentThreadCpuTime() - cpu, failed);
  }

  private static OneClient get(Future<OneClient> client) {
    try {
      return client.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
