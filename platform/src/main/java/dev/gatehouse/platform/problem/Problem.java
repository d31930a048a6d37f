package dev.gatehouse.platform.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code application/problem+json}, RFC 9457.
 *
 * @param traceId to find the request in logs and traces
 * @param errors which values are wrong, if some are
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type,
    String title,
    int status,
    @Nullable String detail,
    @Nullable String traceId,
    List<FieldError> errors) {

  /** The media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPE_BASE = "https://gatehouse.dev/problems/";

  /**
   * @param pointer JSON Pointer (RFC 6901) to the value
   */
  public record FieldError(String pointer, String detail) {}

  public static Problem of(ProblemType type, @Nullable String detail, List<FieldError> errors) {
    SpanContext span = Span.current().getSpanContext();
    return new Problem(
        TYPE_BASE + type.slug(),
        type.title(),
        type.status(),
        detail,
        span.isValid() ? span.getTraceId() : null,
        errors);
  }

  public Response response() {
    return Response.status(status).type(MEDIA_TYPE).entity(this).build();
  }
}
