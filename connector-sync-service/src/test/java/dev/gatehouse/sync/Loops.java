package dev.gatehouse.sync;

import io.vertx.core.Vertx;

/** Event loops of what plays upstreams, apart from the service's own; the same for all tests. */
public final class Loops {
  public static final Vertx VERTX = Vertx.vertx();

  private Loops() {}
}
