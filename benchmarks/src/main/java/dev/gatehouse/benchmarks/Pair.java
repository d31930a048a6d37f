package dev.gatehouse.benchmarks;

/** The same load on nginx and on the gateway, one right after the other. */
record Pair(Measurement nginx, Measurement gateway) {

  /** CPU per reply of the gateway in units of nginx's. */
  double ratio() {
    return gateway.median() / nginx.median();
  }
}
