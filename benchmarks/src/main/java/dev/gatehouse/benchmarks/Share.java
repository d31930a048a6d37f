package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * Shares of one core over a stretch of time, and what was done in it.
 *
 * @param service CPU of connector-sync in percent of a core, compiler threads left out
 * @param database the same of all processes of PostgreSQL, those too that have ended; it serves the
 *     other services as well
 */
record Share(int seconds, long runs, long requests, double service, double database) {

  static Share over(Suite suite, SyncDatabase rows, Upstream upstream, int seconds)
      throws IOException, SQLException, InterruptedException {
    List<Long> service = List.of(suite.syncPid());
    long database = suite.postgresPid();
    long began = System.nanoTime();
    long runs = rows.runs();
    long requests = upstream.requests();
    long serviceBefore = CpuTime.nanos(service);
    long databaseBefore = CpuTime.ofTree(database);
    Thread.sleep(seconds * 1_000L);
    double nanos = System.nanoTime() - began;
    return new Share(
        seconds,
        rows.runs() - runs,
        upstream.requests() - requests,
        100 * (CpuTime.nanos(service) - serviceBefore) / nanos,
        100 * (CpuTime.ofTree(database) - databaseBefore) / nanos);
  }

  String row(String what) {
    return "| %s | %d | %d | %d | %.2f | %.2f |"
        .formatted(what, seconds, runs, requests, service, database);
  }
}
