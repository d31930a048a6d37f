package dev.gatehouse.benchmarks;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;

/**
 * Where the gateway's CPU goes under calls of 16 connections. Arguments: the suite's data folder,
 * seconds (20), the tool to call.
 */
public final class CallProfile {
  private CallProfile() {}

  public static void main(String[] arguments) throws Exception {
    Suite suite = new Suite(Path.of(arguments.length > 0 ? arguments[0] : ".gatehouse"));
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    Vertx vertx = Vertx.vertx();
    Upstream upstream = new Upstream(vertx, 2);
    String path = suite.expose("benchmark-" + System.currentTimeMillis(), upstream.url());
    Thread.sleep(2_000);
    Load load =
        Request.call(arguments.length > 2 ? arguments[2] : Upstream.SMALL)
            .load(suite.gatewayPort(), path, suite.apiKey(), 100);
    load.run(16, 20);
    Neighbours neighbours = new Neighbours(suite.auditPid());
    List<RecordedEvent> events =
        Profile.print(
            suite.gatewayPid(),
            () -> {
              Load.Result result = neighbours.resting(() -> load.run(16, seconds));
              System.out.printf("%d calls, %d failed%n", result.good(), result.bad());
            });
    Profile.printCpu("CPU of records", events, RecordsShare::of);
    vertx.close();
  }
}
