package dev.gatehouse.audit.query;

import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameters of the statistics, as they were sent. */
record StatisticsParameters(
    @Parameter(
            description = "time, tool, connector, gateway, actor, client, key, action or outcome")
        @QueryParam("by")
        @DefaultValue("time")
        String by,
    @Parameter(description = "For time: minute, hour or day")
        @QueryParam("bucket")
        @DefaultValue("hour")
        String bucket) {
  private static final Duration UNLESS_SAID = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(92);

  /** What rows can be of, and its column. */
  enum By {
    TIME("occurred_at"),
    TOOL("tool"),
    CONNECTOR("connector"),
    GATEWAY("gateway"),
    ACTOR("actor"),
    CLIENT("client"),
    KEY("api_key"),
    ACTION("action"),
    OUTCOME("outcome");

    final String column;

    By(String column) {
      this.column = column;
    }
  }

  /** Names that PostgreSQL's date_trunc knows. */
  enum Bucket {
    MINUTE,
    HOUR,
    DAY
  }

  record Asked(Filter filter, By by, Bucket bucket) {}

  /**
   * @throws ProblemException naming every parameter that cannot be read
   */
  Asked asked(Caller caller, FilterParameters filters) {
    List<FieldError> errors = new ArrayList<>();
    Filter filter = filters.filter(caller, errors);
    By kind =
        Parsing.of("by", by, "one of time, tool, connector, …", StatisticsParameters::kind, errors);
    Bucket size =
        Parsing.of("bucket", bucket, "minute, hour or day", StatisticsParameters::size, errors);
    Instant to = Objects.requireNonNullElseGet(filter.to(), () -> Instant.now().plusSeconds(60));
    Instant from = Objects.requireNonNullElse(filter.from(), to.minus(UNLESS_SAID));
    if (from.isBefore(to.minus(LONGEST))) {
      errors.add(new FieldError("/from", "must be at most 92 days before to"));
    }
    if (!errors.isEmpty() || kind == null || size == null) {
      throw ProblemException.invalid(errors);
    }
    return new Asked(filter.between(from, to), kind, size);
  }

  private static By kind(String text) {
    return By.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static Bucket size(String text) {
    return Bucket.valueOf(text.toUpperCase(Locale.ROOT));
  }
}
