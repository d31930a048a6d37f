package dev.gatehouse.e2e.upstream;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.e2e.client.Npm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A server written for Node, on loopback and a port of its own. It ends with the test's process,
 * whatever ends that.
 */
public final class NodeServer implements AutoCloseable {
  private static final String EVERYTHING =
      "node_modules/@modelcontextprotocol/server-everything/dist/index.js";

  private final Process process;
  private final int port;

  private NodeServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** {@code @modelcontextprotocol/server-everything} over Streamable HTTP. */
  public static NodeServer everything() {
    return start(Map.of(), EVERYTHING, "streamableHttp");
  }

  /** The same over HTTP+SSE, at {@code /sse}. */
  public static NodeServer everythingOverSse() {
    return start(Map.of(), EVERYTHING, "sse");
  }

  /**
   * {@code @modelcontextprotocol/server-filesystem}, which offers its standard streams alone, over
   * Streamable HTTP, and over HTTP+SSE at {@code /sse}.
   *
   * @param folder all that it may touch
   */
  public static NodeServer filesystem(Path folder) {
    return start(
        Map.of(),
        "stdio-bridge.mjs",
        "node_modules/@modelcontextprotocol/server-filesystem/dist/index.js",
        folder.toString());
  }

  /** All that the conformance suite asks of a server, in both eras. */
  public static NodeServer conformanceFixture() {
    return start(Map.of(), "fixture/server.mjs");
  }

  /** The same without one era, which is {@code modern} or {@code legacy}. */
  public static NodeServer conformanceFixtureWithout(String era) {
    return start(Map.of("HIDDEN_ERA", era), "fixture/server.mjs");
  }

  /** Passes everything on to an MCP endpoint, with this bearer token. */
  public static NodeServer bearerProxy(String url, String bearer) {
    return start(Map.of("TARGET", url, "BEARER", bearer), "bearer-proxy.mjs");
  }

  /** The same where another proxy is before the endpoint, which is at this authority. */
  public static NodeServer bearerProxy(String url, String bearer, String authority) {
    return start(
        Map.of("TARGET", url, "BEARER", bearer, "AUTHORITY", authority), "bearer-proxy.mjs");
  }

  /** Sends each request on to one of several replicas, at random, with this bearer token. */
  public static NodeServer sprayProxy(List<URI> replicas, String bearer) {
    String targets = replicas.stream().map(URI::toString).collect(Collectors.joining(","));
    return start(Map.of("TARGETS", targets, "BEARER", bearer), "spray-proxy.mjs");
  }

  /**
   * Starts a script and waits until it listens.
   *
   * @param environment in addition to the test's own
   */
  static NodeServer start(Map<String, String> environment, String... script) {
    List<String> command = new ArrayList<>(List.of(Npm.node(), "--import", "./child.mjs"));
    command.addAll(List.of(script));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Npm.folder().toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      BufferedReader output = process.inputReader();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("{\"port\":")) {
          int port = new ObjectMapper().readTree(line).path("port").intValue();
          Thread.ofVirtual().start(() -> drain(output));
          return new NodeServer(process, port);
        }
      }
      throw new IllegalStateException(command + " ended with " + process.waitFor());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Its MCP endpoint. */
  public URI url() {
    return url("/mcp");
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static void drain(BufferedReader output) {
    try {
      while (output.readLine() != null) {
        // Nothing of it is needed; a full pipe would stop the server.
      }
    } catch (IOException e) {
      // The server has ended.
    }
  }
}
