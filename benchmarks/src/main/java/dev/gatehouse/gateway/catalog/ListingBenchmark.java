package dev.gatehouse.gateway.catalog;

import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A page of a hundred tools, out of a hundred and out of ten thousand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ListingBenchmark {
  private static final int PAGE = 100;

  /** Tools of the gateway. */
  @Param({"100", "10000"})
  public int tools;

  private Listing listing = new Listing("tools", List.of());
  private int odd;

  private record Tool(String name, byte[] definition) implements Listed {}

  @Setup
  public void prepare() {
    List<Tool> all = new ArrayList<>();
    for (int i = 0; i < tools; i++) {
      String name = "tool-%05d".formatted(i);
      String definition =
          "{\"name\":\"%s\",\"description\":\"%s\"}".formatted(name, "d".repeat(300));
      all.add(new Tool(name, definition.getBytes(StandardCharsets.UTF_8)));
    }
    listing = new Listing("tools", all);
  }

  /** As nearly every client asks: from the start. */
  @Benchmark
  public Optional<byte[]> firstPage() {
    return listing.page(null, PAGE, Era.MODERN);
  }

  /** A page size that nobody asked for before: nothing is prepared, all is joined. */
  @Benchmark
  public Optional<byte[]> joinedPage() {
    odd = odd == 1 ? 2 : 1;
    return listing.page(ODD_CURSORS[odd - 1], PAGE - 2, Era.MODERN);
  }

  private static final String[] ODD_CURSORS = {
    cursor("tool-00000"), cursor("tool-00001"),
  };

  private static String cursor(String name) {
    return java.util.Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("n:" + name).getBytes(StandardCharsets.UTF_8));
  }
}
