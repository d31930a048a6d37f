package dev.gatehouse.audit.live;

import dev.gatehouse.audit.query.Filter;
import dev.gatehouse.audit.query.FilterParameters;
import dev.gatehouse.audit.query.Parsing;
import dev.gatehouse.audit.query.ReadRecords;
import dev.gatehouse.audit.query.RequestEnd;
import dev.gatehouse.audit.tail.Tail;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.AuthorizationServerConfig;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/** The caller's trail as it grows, as server-sent events. */
@Path("/api/audit/events/stream")
@Tag(name = "Audit")
class LiveResource {
  private static final Logger LOG = Logger.getLogger(LiveResource.class);
  private static final String BEARER = "bearer ";

  private final Tail tail;
  private final LiveStreams streams;
  private final LiveConfig config;
  private final ReadRecords reads;
  private final CurrentCaller callers;
  private final IdentityView view;
  private final boolean external;
  private final RoutingContext request;

  // A stream waits most of its time.
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  LiveResource(
      Tail tail,
      LiveStreams streams,
      LiveConfig config,
      ReadRecords reads,
      CurrentCaller callers,
      IdentityView view,
      AuthorizationServerConfig authorizationServer,
      RoutingContext request) {
    this.tail = tail;
    this.streams = streams;
    this.config = config;
    this.reads = reads;
    this.callers = callers;
    this.view = view;
    this.external = authorizationServer.issuer().isPresent();
    this.request = request;
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @PermissionsAllowed({"mcp:read", "gateway:read"})
  @Blocking
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
  @ResponseHeader(name = "X-Accel-Buffering", value = "no")
  @Operation(
      operationId = "streamAuditEvents",
      summary = "Records as they are added; goes on where a stream was that broke off")
  public Multi<OutboundSseEvent> stream(
      @BeanParam FilterParameters filters,
      @Parameter(description = "The id of the last event that was seen")
          @HeaderParam("Last-Event-ID")
          @Nullable String lastEventId,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @Context Sse sse) {
    Caller caller = callers.get();
    List<FieldError> errors = new ArrayList<>();
    Filter filter = filters.filter(caller, errors);
    Place place =
        Parsing.of(
            "Last-Event-ID",
            lastEventId == null || lastEventId.isEmpty() ? null : lastEventId,
            "the id of an event",
            text -> Place.decode(text).orElseThrow(IllegalArgumentException::new),
            errors);
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    Runnable giveBack = take(caller);
    try {
      Watch watch = Watch.from(tail, filter, place);
      record(caller, filter, place, watch);
      Access access = Access.of(caller, credential(authorization), external);
      LiveStream stream = new LiveStream(watch, access, view, config, sse, giveBack);
      // Nobody asks for events, nor calls them off, if the client leaves before the first is sent.
      RequestEnd.run(request, stream::stop);
      return stream.events(threads);
    } catch (SQLException e) {
      giveBack.run();
      LOG.errorf("The trail cannot be read: %s", e);
      throw ProblemException.of(CommonProblem.UNAVAILABLE, "The trail cannot be read; try again.");
    } catch (RuntimeException e) {
      giveBack.run();
      throw e;
    }
  }

  /** Otherwise the method for GET would answer, with a stream that nobody sees and never ends. */
  @HEAD
  @PermissionsAllowed({"mcp:read", "gateway:read"})
  @Operation(hidden = true)
  public Response head() {
    return Response.ok().type(MediaType.SERVER_SENT_EVENTS_TYPE).build();
  }

  private Runnable take(Caller caller) {
    return switch (streams.take(caller)) {
      case LiveStreams.Seat.Taken(Runnable giveBack) -> giveBack;
      case LiveStreams.Seat.TooManyOfCaller _ ->
          throw ProblemException.of(
              CommonProblem.CONFLICT, "You have as many streams open as you can have.");
      case LiveStreams.Seat.TooManyOfOrganisation _ ->
          throw ProblemException.of(
              CommonProblem.CONFLICT, "Your organisation has as many streams open as it can have.");
      case LiveStreams.Seat.TooMany _ ->
          throw ProblemException.of(
              CommonProblem.UNAVAILABLE, "Too many streams are open at the moment; try again.");
    };
  }

  /** With a place it is a reading of what has been, too. */
  private void record(Caller caller, Filter filter, @Nullable Place place, Watch watch) {
    Map<String, String> detail = filter.asDetail();
    detail.put("live", "true");
    if (place != null) {
      detail.put("since", place.since().toString());
      detail.put("again", Long.toString(watch.again()));
    }
    reads.record(caller, "audit.read", filter.asTarget("audit-list"), Outcome.SUCCESS, detail);
  }

  private static @Nullable String credential(@Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).trim()
        : null;
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
  }
}
