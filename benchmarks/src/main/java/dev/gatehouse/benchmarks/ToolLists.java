package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.util.List;

/** Cost of {@code tools/list} with a thousand tools on the page. */
final class ToolLists {
  static final int TOOLS = 1_000;
  private static final int MIN_BYTES_PER_TOOL = 100;

  private ToolLists() {}

  static List<Verdict> measure(Sitting sitting) throws IOException, InterruptedException {
    sitting.print("tools/list", Measurement.HEADER);
    Pair page = sitting.measure("1,000 tools", Request.list(), TOOLS * MIN_BYTES_PER_TOOL, 16);
    return List.of(new Verdict("tools/list, 1,000 tools in one page, × nginx", page.ratio(), 3, 2));
  }
}
