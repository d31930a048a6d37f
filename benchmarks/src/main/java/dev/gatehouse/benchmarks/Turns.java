package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Small and large results, recorded and not, in turn: a machine that gets faster or slower within
 * minutes does so for all four, and what one is dearer than another is told round by round.
 */
final class Turns {
  private static final int ROUNDS = 7;
  private static final int CONNECTIONS = 16;
  private static final int ENOUGH_FOR_THE_JIT = 8;

  private final Sitting sitting;
  private final Map<Kind, List<Cell>> cells = new EnumMap<>(Kind.class);

  /** What is recorded of them now. */
  private String bodies = "";

  /** What is called, and what is kept of it. */
  enum Kind {
    SMALL_RECORDED("100 B, bodies recorded", "REDACTED", Upstream.SMALL, 100),
    LARGE_RECORDED("10 KB, bodies recorded", "REDACTED", Upstream.LARGE, 10_240),
    SMALL("100 B, bodies not recorded", "NONE", Upstream.SMALL, 100),
    LARGE("10 KB, bodies not recorded", "NONE", Upstream.LARGE, 10_240);

    private final String title;
    private final String bodies;
    private final String tool;
    private final int minimum;

    Kind(String title, String bodies, String tool, int minimum) {
      this.title = title;
      this.bodies = bodies;
      this.tool = tool;
      this.minimum = minimum;
    }
  }

  private Turns(Sitting sitting) {
    this.sitting = sitting;
  }

  /** Measures all of them and prints a row of each. */
  static Turns measure(Sitting sitting) throws IOException, InterruptedException {
    Turns turns = new Turns(sitting);
    sitting.print("tools/call, in turn", Measurement.HEADER);
    try {
      for (Kind kind : Kind.values()) {
        turns.switchTo(kind);
        sitting.warmUp(ENOUGH_FOR_THE_JIT).settle(request(kind), kind.minimum, CONNECTIONS);
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Kind kind : Kind.values()) {
          turns.switchTo(kind);
          turns
              .cells
              .computeIfAbsent(kind, _ -> new ArrayList<>())
              .add(sitting.cell(request(kind), kind.minimum, CONNECTIONS));
        }
      }
    } finally {
      sitting.suite().recordBodies("REDACTED");
    }
    turns.cells.forEach((kind, measured) -> sitting.row(kind.title, measured, CONNECTIONS));
    return turns;
  }

  private static Request request(Kind kind) {
    return Request.call(kind.tool);
  }

  private void switchTo(Kind kind) throws IOException, InterruptedException {
    if (!kind.bodies.equals(bodies)) {
      sitting.suite().recordBodies(kind.bodies);
      bodies = kind.bodies;
    }
  }

  /** By how much one is dearer than another in the same round, in microseconds: the median. */
  double above(Kind dear, Kind cheap) {
    double[] differences = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      differences[round] = of(dear, round) - of(cheap, round);
    }
    Arrays.sort(differences);
    return differences[ROUNDS / 2];
  }

  private double of(Kind kind, int round) {
    return cells.getOrDefault(kind, List.of()).get(round).micros();
  }
}
