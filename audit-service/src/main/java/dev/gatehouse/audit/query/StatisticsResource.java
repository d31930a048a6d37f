package dev.gatehouse.audit.query;

import dev.gatehouse.audit.query.StatisticsParameters.Asked;
import dev.gatehouse.audit.query.TrailReader.NoAnswerException;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Counts and percentiles of the caller's trail. */
@Path("/api/audit/statistics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
class StatisticsResource {
  private final StatisticsReader reader;
  private final ReadRecords reads;
  private final CurrentCaller callers;

  StatisticsResource(StatisticsReader reader, ReadRecords reads, CurrentCaller callers) {
    this.reader = reader;
    this.reads = reads;
    this.callers = callers;
  }

  @GET
  @PermissionsAllowed({"mcp:read", "gateway:read"})
  @Transactional
  @Operation(
      operationId = "getAuditStatistics",
      summary = "Counts and durations by time, tool, connector or who; the last day unless said")
  public Statistics get(
      @BeanParam FilterParameters filters, @BeanParam StatisticsParameters parameters) {
    Caller caller = callers.get();
    Asked asked = parameters.asked(caller, filters);
    try {
      Statistics statistics = reader.read(asked);
      Map<String, String> detail = asked.filter().asDetail();
      detail.put("by", statistics.by());
      reads.append(caller, asked.filter().asTarget("audit-statistics"), Outcome.SUCCESS, detail);
      return statistics;
    } catch (NoAnswerException e) {
      throw AuditResource.noAnswer(e);
    }
  }
}
