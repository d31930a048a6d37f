package dev.gatehouse.audit.query;

import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.Problem.FieldError;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The filters of every query, as they were sent. All that are given must hold. */
public record FilterParameters(
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
    @Parameter(description = "An OAuth client's id") @QueryParam("client") @Nullable String client,
    @Parameter(description = "An API key's id") @QueryParam("key") @Nullable String key,
    @Parameter(description = "The service that wrote it, such as gateway") @QueryParam("service")
        @Nullable String service,
    @Parameter(description = "W3C trace id") @QueryParam("trace") @Nullable String trace,
    @Parameter(description = "Text in what is kept of inputs, outputs and names, in any case")
        @QueryParam("text")
        @Nullable String text,
    @Parameter(description = "Digest of an input or output") @QueryParam("digest")
        @Nullable String digest,
    @Parameter(description = "EVENT, ATTEMPT or OUTCOME") @QueryParam("phase")
        @Nullable String phase,
    @Parameter(description = "SUCCESS, ERROR, DENIED or UNKNOWN") @QueryParam("outcome")
        @Nullable String outcome,
    @Parameter(description = "The same as outcome") @QueryParam("status") @Nullable String status,
    @Parameter(description = "true: only those whose sender's clock was ahead")
        @QueryParam("skewed")
        @Nullable String skewed,
    @Parameter(description = "Least duration in milliseconds") @QueryParam("minMillis")
        @Nullable String minMillis,
    @Parameter(description = "Greatest duration in milliseconds") @QueryParam("maxMillis")
        @Nullable String maxMillis,
    @Parameter(description = "RFC 3339, inclusive", example = "2026-11-20T08:00:00Z")
        @QueryParam("from")
        @Nullable String from,
    @Parameter(description = "RFC 3339, exclusive") @QueryParam("to") @Nullable String to) {
  private static final String TIME = "a time such as 2026-11-20T08:00:00Z";
  private static final String STATUS = "one of SUCCESS, ERROR, DENIED, UNKNOWN";
  private static final String MILLIS = "a number of milliseconds";
  private static final int SHORTEST_TEXT = 3;
  private static final int LONGEST_TEXT = 200;

  /**
   * @param errors gets every parameter that cannot be read
   */
  public Filter filter(Caller caller, List<FieldError> errors) {
    String wanted = outcome == null ? status : outcome;
    return new Filter(
        caller.organisation(),
        caller.gateway(),
        action,
        tool,
        connector,
        gateway,
        actor,
        client,
        key,
        service,
        trace,
        Parsing.of("text", text, "3 to 200 characters", FilterParameters::text, errors),
        digest,
        Parsing.of(
            "phase", phase, "one of EVENT, ATTEMPT, OUTCOME", FilterParameters::phase, errors),
        Parsing.of("outcome", wanted, STATUS, FilterParameters::status, errors),
        Parsing.of("skewed", skewed, "true or false", FilterParameters::truth, errors),
        Parsing.of("minMillis", minMillis, MILLIS, FilterParameters::millis, errors),
        Parsing.of("maxMillis", maxMillis, MILLIS, FilterParameters::millis, errors),
        Parsing.of("from", from, TIME, FilterParameters::time, errors),
        Parsing.of("to", to, TIME, FilterParameters::time, errors));
  }

  private static String text(String text) {
    if (text.length() < SHORTEST_TEXT || text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static Outcome.Status status(String text) {
    return Outcome.Status.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static Phase phase(String text) {
    return Phase.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static Boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private static Duration millis(String text) {
    long millis = Long.parseLong(text);
    if (millis < 0 || millis > Integer.MAX_VALUE) {
      throw new IllegalArgumentException();
    }
    return Duration.ofMillis(millis);
  }

  // As precise as the column: the time of a record finds that record.
  private static Instant time(String text) {
    return TrailTime.require(OffsetDateTime.parse(text).toInstant()).truncatedTo(ChronoUnit.MICROS);
  }
}
