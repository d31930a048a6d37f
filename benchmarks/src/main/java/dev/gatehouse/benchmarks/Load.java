package dev.gatehouse.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** A closed loop of a number of connections, each with one request under way. */
final class Load {
  private final Vertx vertx;
  private final Predicate<Buffer> good;

  /** For calls of tools: a reply is good if it has a result. */
  Load(Vertx vertx) {
    this(vertx, Load::isResult);
  }

  /**
   * @param good whether a reply with status 200 is what was asked for
   */
  Load(Vertx vertx, Predicate<Buffer> good) {
    this.vertx = vertx;
    this.good = good;
  }

  /**
   * @param good replies with status 200 that hold what was asked for
   * @param bad everything else
   * @param latencies of the good ones in nanoseconds, sorted
   */
  record Result(long good, long bad, long[] latencies) {
    long percentile(double share) {
      return latencies.length == 0 ? 0 : latencies[(int) ((latencies.length - 1) * share)];
    }
  }

  Result run(
      int port, String path, Map<String, String> headers, String body, int connections, long millis)
      throws InterruptedException {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setMaxPoolSize(connections)
                .setKeepAliveTimeout(0)
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(port));
    RequestOptions options =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setMethod(HttpMethod.POST)
            .setURI(path);
    headers.forEach(options::putHeader);
    Buffer request = Buffer.buffer(body);
    long end = System.nanoTime() + millis * 1_000_000;
    LongAdder bad = new LongAdder();
    ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    CountDownLatch done = new CountDownLatch(connections);
    for (int i = 0; i < connections; i++) {
      next(client, options, request, end, bad, latencies, done);
    }
    done.await();
    client.close();
    long[] sorted = latencies.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return new Result(sorted.length, bad.sum(), sorted);
  }

  private void next(
      HttpClient client,
      RequestOptions options,
      Buffer body,
      long end,
      LongAdder bad,
      ConcurrentLinkedQueue<Long> latencies,
      CountDownLatch done) {
    long start = System.nanoTime();
    if (start >= end) {
      done.countDown();
      return;
    }
    client
        .request(options)
        .compose(request -> request.send(body))
        .compose(response ->
            response.body().map(reply -> response.statusCode() == 200 && good.test(reply)))
        .onComplete(outcome -> {
          if (outcome.succeeded() && outcome.result()) {
            latencies.add(System.nanoTime() - start);
          } else {
            bad.increment();
          }
          next(client, options, body, end, bad, latencies, done);
        });
  }

  private static boolean isResult(Buffer reply) {
    String head = reply.getString(0, Math.min(reply.length(), 200));
    return head.contains("\"result\"") && !head.contains("\"isError\":true");
  }
}
