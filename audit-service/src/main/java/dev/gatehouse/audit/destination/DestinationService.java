package dev.gatehouse.audit.destination;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.audit.query.ReadRecords;
import dev.gatehouse.audit.tail.Tail;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Makes, changes and deletes destinations; each is on record, in the same transaction, without
 * credentials. A secret is written before its row is committed, to a path of its own; what is left
 * behind by a commit that failed is taken away at once, as far as that can be.
 */
@ApplicationScoped
class DestinationService {
  private static final LocalDate EVER = LocalDate.of(1, 1, 1);

  private final DestinationStore store;
  private final DestinationSecrets secrets;
  private final Tail tail;
  private final Outbox outbox;
  private final ReadRecords records;
  private final DestinationConfig config;

  DestinationService(
      DestinationStore store,
      DestinationSecrets secrets,
      Tail tail,
      Outbox outbox,
      ReadRecords records,
      DestinationConfig config) {
    this.store = store;
    this.secrets = secrets;
    this.tail = tail;
    this.outbox = outbox;
    this.records = records;
    this.config = config;
  }

  @Transactional(rollbackOn = Exception.class)
  List<Destination> list(Caller caller) throws SQLException {
    return store.list(caller.organisation());
  }

  @Transactional(rollbackOn = Exception.class)
  Destination get(Caller caller, UUID id) throws SQLException {
    return store.find(caller.organisation(), id).orElseThrow(DestinationService::notFound);
  }

  /** Records from now on are sent to it. */
  @Transactional(rollbackOn = Exception.class)
  Destination create(Caller caller, DestinationRequest wanted) throws SQLException {
    DestinationDocument document = wanted.document();
    String organisation = caller.organisation();
    outbox.lock(organisation);
    if (store.list(organisation).size() >= config.perOrganisation()) {
      throw ProblemException.of(
          CommonProblem.CONFLICT,
          "There are as many destinations as there can be, " + config.perOrganisation() + ".");
    }
    UUID id = UuidCreator.getTimeOrderedEpoch();
    boolean secret = secrets.write(id, wanted.headers());
    try {
      store.insert(
          id, organisation, document, wanted.wantsToRun(), secret, tail.ends(organisation, EVER));
      record(caller, "create", id, document, wanted.wantsToRun());
      return get(caller, id);
    } catch (SQLException | RuntimeException e) {
      secrets.destroy(id);
      throw e;
    }
  }

  @Transactional(rollbackOn = Exception.class)
  Destination change(Caller caller, UUID id, DestinationRequest wanted) throws SQLException {
    DestinationDocument document = wanted.document();
    Destination before = get(caller, id);
    boolean moved = !before.document().url().equals(document.url());
    if (moved && before.secret() && wanted.headers() == null) {
      throw ProblemException.of(
          CommonProblem.CONFLICT,
          "Credentials are for one address: give headers for the new one, or {} for none.");
    }
    boolean secret =
        wanted.headers() == null ? before.secret() : secrets.replace(id, wanted.headers());
    store.update(caller.organisation(), id, document, wanted.wantsToRun(), secret);
    record(caller, "change", id, document, wanted.wantsToRun());
    return get(caller, id);
  }

  @Transactional(rollbackOn = Exception.class)
  void delete(Caller caller, UUID id) throws SQLException {
    Destination gone = get(caller, id);
    store.delete(caller.organisation(), id);
    record(caller, "delete", id, gone.document(), false);
  }

  private void record(
      Caller caller, String verb, UUID id, DestinationDocument document, boolean enabled) {
    Map<String, String> detail = new HashMap<>();
    detail.put("kind", document.kind().name());
    // A path or query may hold a credential; the host does not.
    detail.put("host", String.valueOf(document.url().getHost()));
    detail.put("format", document.format().name());
    detail.put("enabled", Boolean.toString(enabled));
    records.append(
        caller,
        "audit.destination." + verb,
        Target.of("audit-destination", id.toString(), document.name()),
        Outcome.SUCCESS,
        detail);
  }

  private static ProblemException notFound() {
    return ProblemException.of(CommonProblem.NOT_FOUND, "There is no such destination.");
  }
}
