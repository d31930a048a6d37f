package dev.gatehouse.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a known credential costs: its hash, and the look-up among ten thousand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CredentialBenchmark {
  private static final String TOKEN = "Bearer " + "t".repeat(414);

  private final Cache<CredentialHash, String> remembered =
      Caffeine.newBuilder().executor(Runnable::run).maximumSize(100_000).build();

  @Setup
  public void remember() {
    for (int i = 0; i < 10_000; i++) {
      remembered.put(CredentialHash.of(TOKEN + i), "known");
    }
    remembered.put(CredentialHash.of(TOKEN), "known");
  }

  @Benchmark
  public @Nullable String knownToken() {
    return remembered.getIfPresent(CredentialHash.of(TOKEN));
  }
}
