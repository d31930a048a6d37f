package dev.gatehouse.audit.query;

import dev.gatehouse.audit.query.TrailReader.NoAnswerException;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers a caller and records the reading, in one transaction. */
@ApplicationScoped
class AuditService {
  private final TrailReader trail;
  private final ReadRecords reads;

  AuditService(TrailReader trail, ReadRecords reads) {
    this.trail = trail;
    this.reads = reads;
  }

  @Transactional(rollbackOn = Exception.class)
  AuditPage list(Caller caller, AuditQuery query) throws NoAnswerException {
    AuditPage page = trail.list(query);
    Map<String, String> detail = filters(query);
    detail.put("shown", Integer.toString(page.events().size()));
    Target list = new Target("audit-list", null, null, query.connector(), query.gateway(), null);
    reads.append(caller, list, Outcome.SUCCESS, detail);
    return page;
  }

  @Transactional(rollbackOn = Exception.class)
  Optional<StoredRecord> find(Caller caller, UUID id) throws NoAnswerException {
    Optional<StoredRecord> found = trail.find(id, caller.organisation(), caller.gateway());
    Outcome outcome =
        found.isPresent() ? Outcome.SUCCESS : new Outcome(Outcome.Status.ERROR, "not-found");
    reads.append(caller, Target.of("audit-record", id.toString(), null), outcome, Map.of());
    return found;
  }

  private static Map<String, String> filters(AuditQuery query) {
    Map<String, String> filters = new TreeMap<>();
    put(filters, "action", query.action());
    put(filters, "tool", query.tool());
    put(filters, "actor", query.actor());
    put(filters, "outcome", query.outcome());
    put(filters, "from", query.from());
    put(filters, "to", query.to());
    put(filters, "before", query.after() == null ? null : query.after().occurredAt());
    return filters;
  }

  private static void put(Map<String, String> filters, String name, @Nullable Object value) {
    if (value != null) {
      filters.put(name, value.toString());
    }
  }
}
