package dev.gatehouse.audit.export;

import dev.gatehouse.audit.query.Cursor;
import dev.gatehouse.audit.query.Filter;
import dev.gatehouse.audit.query.FilterParameters;
import dev.gatehouse.audit.query.Parsing;
import dev.gatehouse.audit.query.ReadRecords;
import dev.gatehouse.audit.query.RequestEnd;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.problem.ProblemType;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The caller's trail as a file, oldest first. */
@Path("/api/audit/export")
@Tag(name = "Audit")
class ExportResource {
  private static final Logger LOG = Logger.getLogger(ExportResource.class);

  /**
   * How many records the file has at most. One that has as many may have been cut there, and goes
   * on with {@code after}.
   */
  private static final String LIMIT = "Gatehouse-Export-Limit";

  private static final ProblemType HTTP_VERSION =
      new ProblemType("http-version", 505, "It needs HTTP/1.1");

  private final ExportReader reader;
  private final ReadRecords reads;
  private final CurrentCaller callers;
  private final ExportConfig config;
  private final ExportPlaces places;
  private final Vertx vertx;
  private final RoutingContext request;

  ExportResource(
      ExportReader reader,
      ReadRecords reads,
      CurrentCaller callers,
      ExportConfig config,
      ExportPlaces places,
      Vertx vertx,
      RoutingContext request) {
    this.reader = reader;
    this.reads = reads;
    this.callers = callers;
    this.config = config;
    this.places = places;
    this.vertx = vertx;
    this.request = request;
  }

  @GET
  @PermissionsAllowed({"mcp:read", "gateway:read"})
  @Operation(
      operationId = "exportAuditEvents",
      summary = "Records as a file, oldest first; goes on after the record that is named")
  public Response export(
      @BeanParam FilterParameters filters,
      @Parameter(description = "ndjson, csv, ocsf, ecs or cef")
          @QueryParam("format")
          @DefaultValue("ndjson")
          String format,
      @Parameter(
              description =
                  "Id of the last record of an export that broke off or was cut at its limit, which"
                      + " this one continues. Not for fetching what is new since an export: a record"
                      + " that is stored later with an earlier time is passed over. For that, set up"
                      + " a destination, or overlap by `from` and drop what comes twice by id.")
          @QueryParam("after")
          @Nullable String after,
      @Parameter(description = "Records at most; as many as the operator permits unless given")
          @QueryParam("limit")
          @Nullable String limit) {
    if (request.request().version() != HttpVersion.HTTP_1_1) {
      throw ProblemException.of(HTTP_VERSION, "Over HTTP/1.0 a part looks like the whole file.");
    }
    Caller caller = callers.get();
    List<FieldError> errors = new ArrayList<>();
    Filter filter = filters.filter(caller, errors);
    ExportFormat wanted =
        Parsing.of(
            "format",
            format,
            "ndjson, csv, ocsf, ecs or cef",
            text -> ExportFormat.valueOf(text.toUpperCase(Locale.ROOT)),
            errors);
    Cursor from = after == null ? null : place(filter, after, errors);
    Integer asked = Parsing.count("limit", limit, config.maxRecords(), errors);
    int most = asked == null ? config.maxRecords() : asked;
    if (!errors.isEmpty() || wanted == null) {
      throw ProblemException.invalid(errors);
    }
    ExportPlace place = take(caller);
    RequestEnd.run(request, place::requestEnded);
    Map<String, String> detail = filter.asDetail();
    detail.put("format", format);
    if (after != null) {
      detail.put("after", after);
    }
    reads.record(caller, "audit.export", filter.asTarget("audit-list"), Outcome.SUCCESS, detail);
    ExportWalk walk = reader.walk(filter, from);
    return Response.ok(
            new ExportStream(walk, wanted, most, place, config, vertx, request.request()),
            wanted.mediaType())
        .header(LIMIT, most)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"audit." + wanted.suffix() + "\"")
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }

  private ExportPlace take(Caller caller) {
    return switch (places.take(caller.organisation())) {
      case ExportPlaces.Answer.Taken(ExportPlace place) -> place;
      case ExportPlaces.Answer.TooManyOfOrganisation _ ->
          throw ProblemException.of(
              CommonProblem.CONFLICT,
              "Your organisation has as many exports running as it can have; try again later.");
      case ExportPlaces.Answer.TooMany _ ->
          throw ProblemException.of(
              CommonProblem.UNAVAILABLE, "Too many exports run at the moment; try again.");
    };
  }

  private @Nullable Cursor place(Filter filter, String after, List<FieldError> errors) {
    try {
      return reader
          .place(filter, UUID.fromString(after))
          .orElseThrow(IllegalArgumentException::new);
    } catch (IllegalArgumentException e) {
      errors.add(new FieldError("/after", "must be the id of a record"));
      return null;
    } catch (SQLException e) {
      LOG.errorf("The trail cannot be read: %s", e);
      throw ProblemException.of(CommonProblem.UNAVAILABLE, "The trail cannot be read; try again.");
    }
  }
}
