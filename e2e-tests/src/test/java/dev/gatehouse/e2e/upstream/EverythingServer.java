package dev.gatehouse.e2e.upstream;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.e2e.client.Npm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/**
 * {@code @modelcontextprotocol/server-everything} over Streamable HTTP, on loopback and a port of
 * its own. It ends with the test's process, whatever ends that.
 */
public final class EverythingServer implements AutoCloseable {
  private static final String ENTRY =
      "node_modules/@modelcontextprotocol/server-everything/dist/index.js";

  private final Process process;
  private final URI url;

  private EverythingServer(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  public static EverythingServer start() {
    try {
      Process process =
          new ProcessBuilder("node", "--import", "./child.mjs", ENTRY, "streamableHttp")
              .directory(Npm.folder().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      BufferedReader output = process.inputReader();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("{")) {
          int port = new ObjectMapper().readTree(line).path("port").intValue();
          Thread.ofVirtual().start(() -> drain(output));
          return new EverythingServer(process, URI.create("http://127.0.0.1:" + port + "/mcp"));
        }
      }
      throw new IllegalStateException("server-everything ended with " + process.waitFor());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public URI url() {
    return url;
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
