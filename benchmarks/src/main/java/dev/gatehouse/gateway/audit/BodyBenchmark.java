package dev.gatehouse.gateway.audit;

import dev.gatehouse.gateway.catalog.BenchmarkGateway;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.redact.JsonRedaction;
import dev.gatehouse.platform.redact.SecretNames;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs that records hold bodies: on the event loop ({@code record}, of it {@code seal})
 * and in the relay ({@code complete}, of it {@code open} and {@code redact}). Arguments are of 100
 * bytes, the result is of the size that is given; kept are 4 KiB of it, as by default.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BodyBenchmark {
  private static final byte[] TARGET =
      "{\"kind\":\"tool\",\"id\":\"019aa0b2-6c1e-7d3a-9f0e-4f3b8f6f2a11\",\"name\":\"get_orders\"}"
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] ID =
      "019aa0b2-6c1e-7d3a-9f0e-4f3b8f6f2a11".getBytes(StandardCharsets.UTF_8);

  /** Bytes of the result. */
  @Param({"100", "10240"})
  public int bytes;

  @Param({"JSON", "TEXT", "ROWS_IN_TEXT", "WORD"})
  public String kind = "JSON";

  private static final Capture CAPTURE = new Capture(true, 4096, new byte[0]);
  private final Principal principal =
      Principal.of(
          new Caller(
              "019aa0b2-6c1e-7d3a-9f0e-4f3b8f6f2a12",
              "019aa0b2-6c1e-7d3a-9f0e-4f3b8f6f2a13",
              null,
              null,
              "019aa0b2-6c1e-7d3a-9f0e-4f3b8f6f2a14",
              Role.OWNER,
              Set.of(Scope.values()),
              null));
  private final Gateway gateway = BenchmarkGateway.of("019aa0b2-6c1e-7d3a-9f0e-4f3b8f6f2a14", "g");
  private byte[] output = {};
  private byte[] input = {};
  private byte[] beginning = {};
  private byte[] plain = {};
  private byte[] sealed = {};
  private final BodySeal seal = new BodySeal(purpose -> new byte[32]);
  private final RecordCompletion completion =
      new RecordCompletion(seal, new DigestKey(() -> new byte[32]));
  private Frame frame = new Frame(ID, ID, ID);

  @Setup
  public void prepare() {
    input = SampleBodies.JSON.of(100);
    output = SampleBodies.valueOf(kind).of(bytes);
    beginning = Arrays.copyOf(output, Math.min(output.length, 4096 + 1024));
    plain = write();
    sealed = seal.seal(ID, plain);
    CallRecord.Ready ready = record();
    frame = new Frame(ready.key(), ready.sealed(), ready.value());
  }

  private byte[] write() {
    Content arguments = Content.of(input);
    return SealedBodies.write(
        CAPTURE, arguments, SealedBodies.digest(arguments), Content.of(output), Content.NONE);
  }

  @Benchmark
  public CallRecord.Ready record() {
    return new CallRecord(
            principal,
            gateway,
            "tool.call",
            TARGET,
            true,
            "permission",
            seal,
            CAPTURE,
            Content.of(input),
            null,
            "192.0.2.1")
        .event(new CallRecord.Result(true, null, 1234, Content.of(output), Content.NONE));
  }

  @Benchmark
  public byte[] seal() {
    return seal.seal(ID, plain);
  }

  @Benchmark
  public byte[] open() throws GeneralSecurityException {
    return seal.open(ID, sealed);
  }

  @Benchmark
  public JsonRedaction.Result redact() {
    return JsonRedaction.of(beginning, beginning.length < output.length, SecretNames.COMMON, 4096);
  }

  @Benchmark
  public byte[] complete() {
    return completion.complete(frame);
  }
}
