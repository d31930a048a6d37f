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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes, changes and deletes destinations; each is on record, in the same transaction, without
 * credentials. Those are in the vault before the transaction begins, so that nobody waits for the
 * vault under a lock; who calls takes away what no row names after it.
 */
@ApplicationScoped
class DestinationService {
  private final DestinationStore store;
  private final Tail tail;
  private final Outbox outbox;
  private final ReadRecords records;
  private final DestinationConfig config;

  DestinationService(
      DestinationStore store,
      Tail tail,
      Outbox outbox,
      ReadRecords records,
      DestinationConfig config) {
    this.store = store;
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

  /**
   * Records from now on are sent to it.
   *
   * @param credentials where they are in the vault; null for none
   */
  @Transactional(rollbackOn = Exception.class)
  Destination create(Caller caller, DestinationRequest wanted, @Nullable UUID credentials)
      throws SQLException {
    DestinationDocument document = wanted.document();
    String organisation = caller.organisation();
    outbox.lock(organisation);
    if (store.list(organisation).size() >= config.perOrganisation()) {
      throw ProblemException.of(
          CommonProblem.CONFLICT,
          "There are as many destinations as there can be, " + config.perOrganisation() + ".");
    }
    UUID id = UuidCreator.getTimeOrderedEpoch();
    store.insert(
        id, organisation, document, wanted.wantsToRun(), credentials, tail.ends(organisation));
    record(caller, "create", id, document, wanted.wantsToRun());
    return get(caller, id);
  }

  /**
   * A destination after a change.
   *
   * @param unnamed where credentials are that were its own before; null for none
   */
  record Changed(Destination destination, @Nullable UUID unnamed) {}

  /**
   * Of several changes at once each sees what the one before has left.
   *
   * @param credentials where new ones are; null if there are none, or the old ones stay
   */
  @Transactional(rollbackOn = Exception.class)
  Changed change(Caller caller, UUID id, DestinationRequest wanted, @Nullable UUID credentials)
      throws SQLException {
    DestinationDocument document = wanted.document();
    outbox.lock(caller.organisation());
    Destination before = get(caller, id);
    boolean moved = !before.document().url().equals(document.url());
    boolean stay = wanted.headers() == null;
    if (moved && before.credentials() != null && stay) {
      throw ProblemException.of(
          CommonProblem.CONFLICT,
          "Credentials are for one address: give headers for the new one, or {} for none.");
    }
    store.update(
        caller.organisation(),
        id,
        document,
        wanted.wantsToRun(),
        stay ? before.credentials() : credentials);
    record(caller, "change", id, document, wanted.wantsToRun());
    return new Changed(get(caller, id), stay ? null : before.credentials());
  }

  /** Returns what it was. */
  @Transactional(rollbackOn = Exception.class)
  Destination delete(Caller caller, UUID id) throws SQLException {
    outbox.lock(caller.organisation());
    Destination gone = get(caller, id);
    store.delete(caller.organisation(), id);
    record(caller, "delete", id, gone.document(), false);
    return gone;
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
