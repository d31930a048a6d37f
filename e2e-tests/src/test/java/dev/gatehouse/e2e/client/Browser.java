package dev.gatehouse.e2e.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * A person's browser as a command that takes an address, as {@code xdg-open} is one; it ends when
 * the person has gone where the address leads, and fails unless an account was connected there.
 */
public final class Browser implements AutoCloseable {
  private static final String SCRIPT =
      """
      #!/bin/sh
      exec curl -sS --fail-with-body --data-raw "$1" http://127.0.0.1:%d/
      """;

  private final Person person;
  private final HttpServer server;
  private final Path command;

  private Browser(Person person, HttpServer server, Path command) {
    this.person = person;
    this.server = server;
    this.command = command;
  }

  public static Browser of(Person person) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Path command = Files.createTempFile("browser", ".sh");
    Files.writeString(command, SCRIPT.formatted(server.getAddress().getPort()));
    if (!command.toFile().setExecutable(true)) {
      throw new IOException("cannot be made a command: " + command);
    }
    Browser browser = new Browser(person, server, command);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", browser::open);
    server.start();
    return browser;
  }

  /** Path of the command. */
  public String command() {
    return command.toString();
  }

  private void open(HttpExchange exchange) throws IOException {
    try (exchange) {
      String address = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String page = person.go(URI.create(address)).body();
      if (page.contains("is connected")) {
        exchange.sendResponseHeaders(200, -1);
      } else {
        byte[] said = page.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(500, said.length);
        exchange.getResponseBody().write(said);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    Files.delete(command);
  }
}
