package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.Turns.Kind;
import java.io.IOException;
import java.util.List;

/**
 * Cost and latency of {@code tools/call}, with results of 100 B and of 10 KB, with what is recorded
 * by default and with bodies left out of the records.
 */
final class ToolCalls {
  private static final int ENOUGH_FOR_THE_JIT = 40;

  private ToolCalls() {}

  /** Measures the gateway and nginx in turn and prints a row of each. */
  static List<Verdict> measure(Sitting sitting) throws IOException, InterruptedException {
    sitting.print("tools/call", Measurement.HEADER);
    sitting.suite().recordBodies("REDACTED");
    Pair small16 = sitting.warmUp(ENOUGH_FOR_THE_JIT).measure("100 B", small(), 100, 16);
    Pair small64 = sitting.measure("100 B", small(), 100, 64);
    Pair small1 = sitting.measure("100 B", small(), 100, 1);
    sitting.warmUp(ENOUGH_FOR_THE_JIT).measure("10 KB", large(), 10_240, 16);
    sitting.measure("10 KB", large(), 10_240, 64);
    sitting.measure("10 KB", large(), 10_240, 1);
    Turns turns = Turns.measure(sitting);
    sitting.print("tools/call, bodies not recorded", Measurement.HEADER);
    Pair smallBare;
    sitting.suite().recordBodies("NONE");
    try {
      smallBare = sitting.measure("100 B", small(), 100, 16);
    } finally {
      sitting.suite().recordBodies("REDACTED");
    }
    return List.of(
        new Verdict("CPU per call, 100 B, 16 connections, × nginx", small16.ratio(), 4, 2.5),
        new Verdict("the same, bodies not recorded, × nginx", smallBare.ratio(), 4, 2.5),
        new Verdict(
            "10 KB above 100 B, 16 connections, bodies not recorded, µs",
            turns.above(Kind.LARGE, Kind.SMALL),
            15,
            8),
        new Verdict(
            "bodies of 100 B recorded above not recorded, µs",
            turns.above(Kind.SMALL_RECORDED, Kind.SMALL),
            10,
            5),
        new Verdict(
            "bodies of 10 KB recorded above not recorded, µs",
            turns.above(Kind.LARGE_RECORDED, Kind.LARGE),
            10,
            5),
        new Verdict(
            "added median latency, 1 connection, ms",
            (small1.gateway().p50() - small1.nginx().p50()) / 1_000,
            0.15,
            0.08),
        new Verdict(
            "replies/s with 16 connections against 64",
            small16.gateway().perSecond() / small64.gateway().perSecond(),
            1 / 0.9,
            1));
  }

  static Request small() {
    return Request.call(Upstream.SMALL);
  }

  private static Request large() {
    return Request.call(Upstream.LARGE);
  }
}
