package dev.gatehouse.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An official client library in a process of its own; see {@code journey.mjs} for the other end.
 */
public final class NodeClient {
  /** Where the official clients are called back. */
  public static final String CALLBACK = "http://127.0.0.1:33418/callback";

  private static final int SECONDS = 60;

  private final String script;
  private final Map<String, Object> task = new LinkedHashMap<>();

  private NodeClient(String script, String url) {
    this.script = script;
    task.put("url", url);
  }

  /** {@code @modelcontextprotocol/sdk}: the revisions with a handshake. */
  public static NodeClient sdk(String url) {
    return new NodeClient("sdk-client.mjs", url);
  }

  /** {@code @modelcontextprotocol/client}: asks for the newest revision first. */
  public static NodeClient modern(String url) {
    return new NodeClient("modern-client.mjs", url);
  }

  /** {@code oauth4webapi}: a public client that knows the resource alone. */
  public static NodeClient oauth4webapi(String url) {
    return new NodeClient("oauth/oauth4webapi.mjs", url);
  }

  /**
   * {@code openid-client}: a confidential client that knows the issuer.
   *
   * @param resourceServer asks what the tokens are worth
   */
  public static NodeClient openidClient(String url, String issuer, KnownClient resourceServer) {
    NodeClient client = new NodeClient("oauth/openid-client.mjs", url);
    client.task.put("issuer", issuer);
    client.task.put("resourceServer", resourceServer.credentials());
    return client;
  }

  /** Sends this bearer instead of signing in. */
  public NodeClient bearer(String token) {
    task.put("token", token);
    return this;
  }

  /** {@code oauth4webapi}: a machine with a key of its own. */
  public static NodeClient machine(String url, String issuer) {
    NodeClient client = new NodeClient("oauth/machine.mjs", url);
    client.task.put("issuer", issuer);
    return client;
  }

  /** Signs in as this client instead of registering. */
  public NodeClient as(KnownClient client) {
    task.put("client", client.credentials());
    return this;
  }

  /** Has a document at this address that describes it, for servers that take such clients. */
  public NodeClient describedAt(String url) {
    task.put("document", url);
    return this;
  }

  /** Lists the tools, makes these calls and tells what came back; no one is there to approve. */
  public JsonNode listAndCall(Call... calls) {
    return listAndCall(null, null, calls);
  }

  /** The same, with a person who approves the client for an organisation when it asks. */
  public JsonNode listAndCall(Person person, String organisation, Call... calls) {
    task.put("calls", List.of(calls));
    return run(person, organisation);
  }

  /**
   * Signs in for this scope, uses the token, refreshes and revokes it, and tells what came back.
   */
  public JsonNode signInAndOut(Person person, String organisation, String scope) {
    task.put("scope", scope);
    return run(person, organisation);
  }

  /** Gets itself a token, with a client that the bearer makes, and tells what it is shown. */
  public JsonNode actAlone() {
    return run(null, null);
  }

  private JsonNode run(Person person, String organisation) {
    try {
      Path log = Npm.folder().resolve(script + ".log");
      Process process =
          new ProcessBuilder(Npm.node(), script)
              .directory(Npm.folder().toFile())
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      Thread watch = Thread.ofVirtual().start(() -> Npm.endAfter(SECONDS, process));
      try (BufferedReader from = process.inputReader();
          Writer to = process.outputWriter()) {
        return converse(from, to, person, organisation);
      } finally {
        process.destroyForcibly();
        watch.interrupt();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One {@code tools/call}. */
  public record Call(String name, Map<String, ?> arguments) {}

  private JsonNode converse(BufferedReader from, Writer to, Person person, String organisation)
      throws IOException {
    say(to, Answer.JSON.valueToTree(task));
    for (String line = from.readLine(); line != null; line = from.readLine()) {
      JsonNode message = Answer.JSON.readTree(line);
      if (message.has("result")) {
        return message.path("result");
      }
      if (message.has("error")) {
        throw new AssertionError(script + ": " + message.path("error").textValue());
      }
      URI open = URI.create(message.path("open").textValue());
      if (person == null) {
        throw new AssertionError(script + " asks for a sign-in: " + open);
      }
      URI redirectedTo = person.approve(open, organisation);
      say(to, Answer.JSON.createObjectNode().put("redirectedTo", redirectedTo.toString()));
    }
    throw new AssertionError(script + " ended without a result within " + SECONDS + " s");
  }

  private static void say(Writer to, JsonNode message) throws IOException {
    to.write(message + "\n");
    to.flush();
  }
}
