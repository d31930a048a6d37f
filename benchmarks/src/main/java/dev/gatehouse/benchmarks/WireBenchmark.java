package dev.gatehouse.benchmarks;

import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ClientMessageScanner;
import dev.gatehouse.mcp.wire.ResultWriter;
import dev.gatehouse.mcp.wire.ScanLimits;
import dev.gatehouse.mcp.wire.Span;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import dev.gatehouse.mcp.wire.UpstreamMessageScanner;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The scanners of both sides and the writer that puts a client's id around an upstream's result.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WireBenchmark {
  private static final byte[] CALL =
      utf8(
          """
          {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"small","arguments":{},\
          "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
          "io.modelcontextprotocol/clientCapabilities":{}}}}\
          """);

  /** Bytes of text in the result. */
  @Param({"100", "10240"})
  public int bytes;

  private byte[] reply = {};
  private byte[] result = {};
  private Span id = new Span(0, 0);

  @Setup
  public void prepare() {
    String text = "x".repeat(bytes);
    result =
        utf8(
            "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}"
                .formatted(text));
    reply =
        utf8(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":%s}"
                .formatted(new String(result, StandardCharsets.UTF_8)));
    int start = new String(CALL, StandardCharsets.UTF_8).indexOf("7,");
    id = new Span(start, start + 1);
  }

  @Benchmark
  public ClientMessage scanRequest() {
    return ClientMessageScanner.scan(CALL, ScanLimits.REQUEST);
  }

  @Benchmark
  public UpstreamMessage scanReply() {
    return UpstreamMessageScanner.scan(reply, ScanLimits.REPLY);
  }

  @Benchmark
  public byte[] writeResult() {
    return ResultWriter.response(CALL, id, result);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
