package dev.gatehouse.sync.connection;

import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.sync.exploration.Shown;
import dev.gatehouse.sync.limit.WaitingRequests;
import dev.gatehouse.sync.schedule.KnownConnectors;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Tries an upstream out; nothing is stored but the record that somebody did. */
@Path("/api/mcps")
class ConnectionTestResource {
  private static final int MAX_URL = 2_048;
  private static final Set<String> TRANSPORTS = Set.of("streamable_http", "sse");

  private final KnownConnectors connectors;
  private final ConnectionTest test;
  private final TestAudit audit;
  private final WaitingRequests waiting;
  private final CurrentCaller callers;

  ConnectionTestResource(
      KnownConnectors connectors,
      ConnectionTest test,
      TestAudit audit,
      WaitingRequests waiting,
      CurrentCaller callers) {
    this.connectors = connectors;
    this.test = test;
    this.audit = audit;
    this.waiting = waiting;
    this.callers = callers;
  }

  /** A connector as it is, with its credentials. */
  @POST
  @Path("{connector}/test")
  @PermissionsAllowed("mcp:write")
  public TestResult test(UUID connector) throws InterruptedException {
    try (var _ = waiting.enter(callers.get().organisation())) {
      var manifest = connectors.await(connector).connectorManifest();
      return audit.recorded(manifest.id(), manifest.name(), () -> test.test(manifest));
    }
  }

  /** An upstream that is no connector yet, with credentials for this test only. */
  @POST
  @Path("new/test")
  @PermissionsAllowed("mcp:write")
  @Operation(operationId = "ConnectionTestResource_testNew")
  public TestResult test(@NotNull Definition definition) throws InterruptedException {
    String transport = definition.transport() == null ? "streamable_http" : definition.transport();
    String url = definition.url();
    if (url == null || url.isBlank() || url.length() > MAX_URL) {
      throw invalid("/url", "is required, at most " + MAX_URL + " characters");
    }
    if (!TRANSPORTS.contains(transport)) {
      throw invalid("/transport", "must be one of streamable_http, sse");
    }
    try (var _ = waiting.enter(callers.get().organisation())) {
      return audit.recorded(
          "new", null, () -> test.test(transport, url, new Shown.Ready(definition.sent())));
    }
  }

  private static ProblemException invalid(String pointer, String detail) {
    return ProblemException.invalid(List.of(new FieldError(pointer, detail)));
  }
}
