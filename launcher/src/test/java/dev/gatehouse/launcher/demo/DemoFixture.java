package dev.gatehouse.launcher.demo;

import io.vertx.core.Vertx;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A running demo upstream and a client of it, for the tests of a class. */
abstract class DemoFixture {
  private static Vertx vertx;
  static DemoUpstream upstream;
  static DemoClient client;

  @BeforeAll
  static void start() throws IOException {
    vertx = Vertx.vertx();
    upstream = DemoUpstream.start(vertx, 0, "secret");
    client = new DemoClient(upstream);
  }

  @AfterAll
  static void stop() {
    upstream.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
