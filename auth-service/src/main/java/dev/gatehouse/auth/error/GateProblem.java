package dev.gatehouse.auth.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.problem.Problem;
import dev.gatehouse.platform.problem.ProblemType;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Problems (RFC 9457) that are answered before there is an endpoint. */
public final class GateProblem {
  private GateProblem() {}

  /** Ends the request; its body is not read, so the connection cannot be used again. */
  public static void answer(RoutingContext context, ProblemType type, String detail) {
    context
        .response()
        .setStatusCode(type.status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .putHeader("Connection", "close")
        .end(json(Problem.of(type, detail, List.of())));
  }

  private static String json(Problem problem) {
    try {
      return Json.mapper().writeValueAsString(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem can be written", e);
    }
  }
}
