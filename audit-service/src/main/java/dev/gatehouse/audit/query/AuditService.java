package dev.gatehouse.audit.query;

import dev.gatehouse.audit.query.TrailReader.NoAnswerException;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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
    Map<String, String> detail = query.filter().asDetail();
    if (query.after() != null) {
      detail.put("before", query.after().occurredAt().toString());
    }
    detail.put("shown", Integer.toString(page.events().size()));
    reads.append(caller, query.filter().asTarget("audit-list"), Outcome.SUCCESS, detail);
    return page;
  }

  /** A call from its attempt to its outcome, by the id of either. */
  @Transactional(rollbackOn = Exception.class)
  Optional<WholeCall> call(Caller caller, UUID id) throws NoAnswerException {
    Optional<StoredRecord> found = read(caller, "audit-call", id);
    return found.isEmpty() ? Optional.empty() : Optional.of(whole(caller, id, found.get()));
  }

  private WholeCall whole(Caller caller, UUID id, StoredRecord record) throws NoAnswerException {
    String organisation = caller.organisation();
    return switch (record.phase()) {
      case EVENT -> new WholeCall(WholeCall.State.COMPLETE, null, record);
      case ATTEMPT -> {
        Optional<StoredRecord> outcome = trail.outcome(id, organisation, caller.gateway());
        yield WholeCall.of(record, outcome.orElse(null));
      }
      case OUTCOME -> {
        UUID attempt = record.attempt();
        Optional<StoredRecord> before =
            attempt == null
                ? Optional.empty()
                : trail.find(attempt, organisation, caller.gateway());
        yield WholeCall.of(before.orElse(null), record);
      }
    };
  }

  @Transactional(rollbackOn = Exception.class)
  Optional<StoredRecord> find(Caller caller, UUID id) throws NoAnswerException {
    return read(caller, "audit-record", id);
  }

  private Optional<StoredRecord> read(Caller caller, String kind, UUID id)
      throws NoAnswerException {
    Optional<StoredRecord> found = trail.find(id, caller.organisation(), caller.gateway());
    Outcome outcome =
        found.isPresent() ? Outcome.SUCCESS : new Outcome(Outcome.Status.ERROR, "not-found");
    reads.append(caller, Target.of(kind, id.toString(), null), outcome, Map.of());
    return found;
  }
}
