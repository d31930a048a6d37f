package dev.gatehouse.sync.schedule;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Claims connectors: any number of replicas may do so at the same time. */
@ApplicationScoped
public class ScheduleRepository implements PanacheRepositoryBase<Schedule, UUID> {
  // Statistics are of some time ago: made when little was due, they promise a row or none where
  // after an outage everything is due, and a join planned for that asks one side anew for each row
  // of the other (10,000 connectors: 40 s). So there is no join that could be planned so: rows are
  // found by their keys in an array. clock_timestamp() is there to keep the index of due_at out of
  // it, which now() would not; an array is searched from its start for each row of that index.
  private static final String CLAIM_DUE =
      """
      WITH open AS MATERIALIZED (
        SELECT s.connector_id, s.due_at, s.host, busy.runs
        FROM schedule s CROSS JOIN LATERAL (
          SELECT count(*) AS runs FROM schedule leased
          WHERE leased.host = s.host AND leased.leased_until >= now()) busy
        WHERE s.active AND s.due_at <= now() AND (s.leased_until IS NULL OR s.leased_until < now())
          AND busy.runs < :perHost
        ORDER BY s.due_at LIMIT :looked),
      placed AS (
        SELECT connector_id,
          runs + row_number() OVER (PARTITION BY host ORDER BY due_at) AS place FROM open),
      picked AS MATERIALIZED (
        SELECT connector_id FROM schedule
        WHERE connector_id = ANY (ARRAY(SELECT connector_id FROM placed WHERE place <= :perHost))
          AND active AND due_at <= clock_timestamp()
          AND (leased_until IS NULL OR leased_until < now())
        ORDER BY due_at LIMIT :atMost
        FOR UPDATE SKIP LOCKED)
      UPDATE schedule SET lease = lease + 1,
        leased_until = now() + make_interval(secs => :seconds)
      WHERE connector_id = ANY (ARRAY(SELECT connector_id FROM picked))
      RETURNING *
      """;

  /** So that connectors of one busy host do not hide those of others. */
  private static final int LOOKED_PER_CLAIM = 16;

  private static final String CLAIM_PROBES =
      """
      WITH picked AS MATERIALIZED (
        SELECT connector_id FROM schedule
        WHERE active AND health IS NOT NULL AND probe_at <= now()
          AND (leased_until IS NULL OR leased_until < now())
          AND (not_before IS NULL OR not_before <= now())
        ORDER BY probe_at LIMIT :atMost
        FOR UPDATE SKIP LOCKED)
      UPDATE schedule
      SET probe_at = now() + make_interval(secs => :seconds * (0.9 + 0.2 * random()))
      WHERE connector_id IN (SELECT connector_id FROM picked)
      RETURNING *
      """;
  private static final String CLAIM_ONE =
      """
      UPDATE schedule SET lease = lease + 1, leased_until = now() + make_interval(secs => ?)
      WHERE connector_id = ? AND (leased_until IS NULL OR leased_until < now())
      RETURNING *
      """;

  /**
   * Leases of some connectors that are due, of all organisations that may be seen here.
   *
   * @param perHost how many leases there may be of connectors that lead to one host; two replicas
   *     that claim at the same instant may pass it by their number
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<Lease> claimDue(int atMost, int perHost, Duration leaseTime) {
    return getEntityManager()
        .createNativeQuery(CLAIM_DUE, Schedule.class)
        .setParameter("seconds", (double) leaseTime.toSeconds())
        .setParameter("atMost", atMost)
        .setParameter("perHost", perHost)
        .setParameter("looked", atMost * LOOKED_PER_CLAIM)
        .getResultList()
        .stream()
        .map(row -> ((Schedule) row).lease())
        .toList();
  }

  /**
   * Connectors at which it is to be looked now whether they are there; each for one replica, and
   * none that is being synced. What they are as leases cannot be used to write.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<Lease> claimProbes(int atMost, Duration every) {
    return getEntityManager()
        .createNativeQuery(CLAIM_PROBES, Schedule.class)
        .setParameter("seconds", (double) every.toSeconds())
        .setParameter("atMost", atMost)
        .getResultList()
        .stream()
        .map(row -> ((Schedule) row).lease())
        .toList();
  }

  /** A lease of one connector, due or not; empty while another run has it. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<Lease> claim(UUID connector, Duration leaseTime) {
    return getEntityManager()
        .createNativeQuery(CLAIM_ONE, Schedule.class)
        .setParameter(1, (double) leaseTime.toSeconds())
        .setParameter(2, connector)
        .getResultStream()
        .map(row -> ((Schedule) row).lease())
        .findFirst();
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<Schedule> look(UUID connector) {
    return findByIdOptional(connector);
  }

  /** The connector's row, locked until the transaction ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<Schedule> lock(UUID connector) {
    return find("connectorId", connector)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  /** The connector's row, locked; empty if the lease is no longer the newest. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<Schedule> lock(Lease lease) {
    return find("connectorId = ?1 and lease = ?2", lease.connector(), lease.number())
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }
}
