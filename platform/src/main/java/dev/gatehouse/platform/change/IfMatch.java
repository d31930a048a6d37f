package dev.gatehouse.platform.change;

import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;

/**
 * The {@code If-Match} header of the current request. It may be left out: the change is then made
 * whatever the state is. Ask where nobody else can change the thing any more, that is under its
 * lock.
 */
@ApplicationScoped
public class IfMatch {
  private final CurrentVertxRequest requests;

  IfMatch(CurrentVertxRequest requests) {
    this.requests = requests;
  }

  /**
   * @param version that the thing has now
   * @throws ProblemException {@code precondition-failed} (412) if the caller presumes another one
   */
  public void require(long version) {
    List<String> presumed = header();
    if (!presumed.isEmpty() && presumed.stream().noneMatch(value -> names(value, version))) {
      throw ProblemException.of(
          CommonProblem.PRECONDITION_FAILED,
          "It was changed since you read it; read it again, then decide.");
    }
  }

  private List<String> header() {
    RoutingContext request = requests.getCurrent();
    return request == null ? List.of() : request.request().headers().getAll("If-Match");
  }

  /** A tag of ours has no comma in it; weak ones never match (RFC 9110, section 8.8.3.2). */
  private static boolean names(String value, long version) {
    return Arrays.stream(value.split(","))
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || tag.equals(EntityTags.of(version)));
  }
}
