package dev.gatehouse.launcher.stdio;

import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ScanLimits;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import dev.gatehouse.mcp.wire.UpstreamMessageScanner;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One session with one program: messages go to its input, and each line of its output to the
 * request that it belongs to. Belongs to the runner's event loop.
 */
final class Conversation {
  private final String organisation;
  private final Runnable onAnswer;
  private final ScanLimits limits;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final List<byte[]> early = new ArrayList<>();
  private @Nullable Child child;
  private boolean ended;
  long usedAt;

  /**
   * @param organisation that the program is counted for
   * @param onAnswer told of each answer
   */
  Conversation(String organisation, Runnable onAnswer, int lineBytes) {
    this.organisation = organisation;
    this.onAnswer = onAnswer;
    this.limits = ScanLimits.REPLY.withMaxBytes(lineBytes);
  }

  String organisation() {
    return organisation;
  }

  void start(Child started) {
    child = started;
    early.forEach(started::send);
    early.clear();
    if (ended) {
      started.kill();
    }
  }

  void request(ClientMessage.Request request, HttpServerResponse response, boolean modern) {
    String id = request.id().text(request.body());
    Waiting asked = new Waiting(response);
    waiting.put(id, asked);
    response.closeHandler(_ -> {
      if (waiting.remove(id, asked) && modern) {
        send(cancelled(id)); // in that era closing the stream is how a request is cancelled
      }
    });
    send(request.body());
  }

  void send(byte[] message) {
    if (ended) {
      return;
    }
    if (child == null) {
      early.add(message);
    } else {
      child.send(message);
    }
  }

  private static byte[] cancelled(String id) {
    return utf8(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
            + id
            + "}}");
  }

  void onLine(byte[] line) {
    switch (UpstreamMessageScanner.scan(line, limits)) {
      case UpstreamMessage.Result result -> answer(result.id().text(line), line);
      case UpstreamMessage.Failure failure -> answer(failure.id().text(line), line);
      case UpstreamMessage.ServerNotification told -> tell(told.params().text(line), line);
      case UpstreamMessage.ServerRequest asked -> ask(asked, line);
      case UpstreamMessage.Malformed _ -> {} // of no request that could be told so
    }
  }

  private void answer(String id, byte[] line) {
    Waiting asked = waiting.remove(id);
    if (asked != null) {
      onAnswer.run();
      asked.answer(line);
    }
  }

  /** Progress names its request by the token, which is the request's id; else there may be one. */
  private void tell(String params, byte[] line) {
    for (Map.Entry<String, Waiting> one : waiting.entrySet()) {
      if (waiting.size() == 1 || params.contains("\"progressToken\":" + one.getKey() + ",")) {
        one.getValue().event(line);
        return;
      }
    }
  }

  private void ask(UpstreamMessage.ServerRequest asked, byte[] line) {
    if (waiting.size() == 1 && !asked.method().equals("ping")) {
      waiting.values().iterator().next().event(line);
      return;
    }
    String member =
        asked.method().equals("ping")
            ? "\"result\":{}"
            : "\"error\":{\"code\":-32601,\"message\":\"Not supported by this client\"}";
    send(utf8("{\"jsonrpc\":\"2.0\",\"id\":" + asked.id().text(line) + "," + member + "}"));
  }

  /** Also while its program is being started: it was asked for. */
  boolean busy() {
    return child == null || !waiting.isEmpty();
  }

  void end() {
    if (!ended) {
      ended = true;
      waiting.values().forEach(Waiting::breakOff);
      waiting.clear();
      if (child != null) {
        child.end();
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
