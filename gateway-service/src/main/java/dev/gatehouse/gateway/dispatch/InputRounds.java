package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.gateway.upstream.CallOutcome;
import dev.gatehouse.mcp.upstream.ToolReply;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.mcp.wire.Span;
import dev.gatehouse.platform.json.Json;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Gets a legacy client's answers to the input that a modern upstream requires: what is a result of
 * the request in one era are requests of the server in the other.
 */
@Singleton
final class InputRounds {
  /** How often an upstream may ask within one call. */
  private static final int MAX_ROUNDS = 8;

  private static final String INPUT_REQUIRED = "input_required";

  private static final int MAX_QUESTIONS = 16;
  private static final byte[] RESULT = utf8("\"result\":");

  private final Questions questions;

  InputRounds(Questions questions) {
    this.questions = questions;
  }

  /**
   * Sends a request, and for a legacy client again as often as the upstream asks for input.
   *
   * @param more members of {@code params} that the client brought along
   * @param send makes the request with such members; never fails
   */
  Future<CallOutcome> run(
      Exchange exchange, Era era, byte[] more, Function<byte[], Future<CallOutcome>> send) {
    Future<CallOutcome> sent = send.apply(more);
    return era == Era.MODERN
        ? sent
        : sent.compose(outcome -> answerInput(exchange, outcome, send, 1));
  }

  private Future<CallOutcome> answerInput(
      Exchange exchange,
      CallOutcome outcome,
      Function<byte[], Future<CallOutcome>> send,
      int round) {
    if (!(outcome instanceof CallOutcome.Answered(ToolReply reply))
        || !INPUT_REQUIRED.equals(reply.message().resultType())
        || round > MAX_ROUNDS
        || exchange.cancelled()) {
      return Future.succeededFuture(outcome);
    }
    return next(exchange, reply)
        .transform(answers ->
            answers.failed()
                ? Future.succeededFuture(outcome)
                : send.apply(answers.result())
                    .compose(again -> answerInput(exchange, again, send, round + 1)));
  }

  private record Question(String key, String method, byte[] params) {}

  /**
   * The members of {@code params} for the next try: {@code inputResponses} and {@code
   * requestState}. Fails if the client cannot or will not answer.
   */
  private Future<byte[]> next(Exchange exchange, ToolReply reply) {
    List<Question> asked;
    try {
      asked = questions(reply);
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
    boolean all =
        asked.size() <= MAX_QUESTIONS
            && asked.stream()
                .allMatch(question ->
                    questions.mayAsk(
                        exchange,
                        question.method(),
                        question.params(),
                        new Span(0, question.params().length)));
    if (!all) {
      return Future.failedFuture("the client did not declare what is asked of it");
    }
    List<Future<byte[]>> answers =
        asked.stream()
            .map(question -> questions.ask(exchange, question.method(), question.params()))
            .toList();
    return Future.all(answers).compose(ignored -> members(reply, asked, answers));
  }

  private static List<Question> questions(ToolReply reply) throws IOException {
    Span result = reply.message().result();
    JsonNode tree = Json.mapper().readTree(reply.body(), result.start(), result.length());
    List<Question> asked = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : tree.path("inputRequests").properties()) {
      JsonNode request = entry.getValue();
      asked.add(
          new Question(
              entry.getKey(), request.path("method").asText(), params(request.get("params"))));
    }
    return asked;
  }

  private static byte[] params(@org.jspecify.annotations.Nullable JsonNode params)
      throws JsonProcessingException {
    return params == null || !params.isObject()
        ? new byte[0]
        : Json.mapper().writeValueAsBytes(params);
  }

  private static Future<byte[]> members(
      ToolReply reply, List<Question> asked, List<Future<byte[]>> answers) {
    Bytes out = new Bytes(256).add(utf8("\"inputResponses\":{"));
    for (int i = 0; i < asked.size(); i++) {
      byte[] member = answers.get(i).result();
      if (!startsWithResult(member)) {
        return Future.failedFuture("the client refused");
      }
      if (i > 0) {
        out.add(',');
      }
      out.quote(asked.get(i).key()).add(':').add(member, RESULT.length, member.length);
    }
    out.add('}');
    Span state = reply.message().requestState();
    if (state.present()) {
      out.add(utf8(",\"requestState\":")).add(reply.body(), state);
    }
    return Future.succeededFuture(out.toArray());
  }

  private static boolean startsWithResult(byte[] member) {
    return member.length > RESULT.length && new Span(0, RESULT.length).equalTo(member, RESULT);
  }
}
