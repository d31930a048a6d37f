package dev.gatehouse.audit.query;

import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of the list, as they were sent. All filters that are given must hold. */
record ListParameters(
    @Parameter(description = "Such as tool.call", example = "tool.call") @QueryParam("action")
        @Nullable String action,
    @Parameter(description = "A tool's name, at its connector or as a gateway exposes it")
        @QueryParam("tool")
        @Nullable String tool,
    @Parameter(description = "A connector's id") @QueryParam("connector")
        @Nullable String connector,
    @Parameter(description = "A gateway's id") @QueryParam("gateway") @Nullable String gateway,
    @Parameter(description = "The id of a user; of an API key, client or service that acted alone")
        @QueryParam("actor")
        @Nullable String actor,
    @Parameter(description = "SUCCESS, ERROR, DENIED or UNKNOWN") @QueryParam("outcome")
        @Nullable String outcome,
    @Parameter(description = "RFC 3339, inclusive", example = "2026-11-20T08:00:00Z")
        @QueryParam("from")
        @Nullable String from,
    @Parameter(description = "RFC 3339, exclusive") @QueryParam("to") @Nullable String to,
    @Parameter(description = "1 to 200") @QueryParam("limit") @DefaultValue("50") String limit,
    @Parameter(description = "nextCursor of the page before") @QueryParam("cursor")
        @Nullable String cursor) {

  static final int MAX_LIMIT = 200;

  /**
   * @throws ProblemException naming every parameter that cannot be read
   */
  AuditQuery query(Caller caller) {
    List<FieldError> errors = new ArrayList<>();
    AuditQuery query =
        new AuditQuery(
            caller.organisation(),
            caller.gateway(),
            action,
            tool,
            connector,
            gateway,
            actor,
            parse(
                "outcome",
                outcome,
                "one of SUCCESS, ERROR, DENIED, UNKNOWN",
                ListParameters::status,
                errors),
            parse(
                "from", from, "a time such as 2026-11-20T08:00:00Z", ListParameters::time, errors),
            parse("to", to, "a time such as 2026-11-20T08:00:00Z", ListParameters::time, errors),
            parse("cursor", cursor, "the nextCursor of a page", ListParameters::place, errors),
            limit(errors));
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    return query;
  }

  private int limit(List<FieldError> errors) {
    Integer value =
        parse("limit", limit, "a number from 1 to " + MAX_LIMIT, ListParameters::number, errors);
    return value == null ? 0 : value;
  }

  private static <T> @Nullable T parse(
      String name,
      @Nullable String text,
      String expected,
      Function<String, T> parser,
      List<FieldError> errors) {
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException _) {
      errors.add(new FieldError("/" + name, "must be " + expected));
      return null;
    }
  }

  private static Outcome.Status status(String text) {
    return Outcome.Status.valueOf(text.toUpperCase(Locale.ROOT));
  }

  // As precise as the column: the time of a record finds that record.
  private static Instant time(String text) {
    return TrailTime.require(OffsetDateTime.parse(text).toInstant()).truncatedTo(ChronoUnit.MICROS);
  }

  private static Cursor place(String text) {
    return Cursor.decode(text).orElseThrow(IllegalArgumentException::new);
  }

  private static Integer number(String text) {
    int value = Integer.parseInt(text);
    if (value < 1 || value > MAX_LIMIT) {
      throw new IllegalArgumentException();
    }
    return value;
  }
}
