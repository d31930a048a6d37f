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
  // Picked in a list of its own: as a subquery it could be asked more than once, and give more.
  private static final String CLAIM_DUE =
      """
      WITH busy AS (
        SELECT host, count(*) AS runs FROM schedule
        WHERE leased_until IS NOT NULL AND leased_until >= now() GROUP BY host),
      open AS (
        SELECT s.connector_id, s.due_at, s.host, coalesce(b.runs, 0) AS runs
        FROM schedule s LEFT JOIN busy b ON b.host = s.host
        WHERE s.active AND s.due_at <= now() AND (s.leased_until IS NULL OR s.leased_until < now())
          AND coalesce(b.runs, 0) < :perHost
        ORDER BY s.due_at LIMIT :looked),
      placed AS (
        SELECT connector_id, due_at,
          runs + row_number() OVER (PARTITION BY host ORDER BY due_at) AS place FROM open),
      picked AS MATERIALIZED (
        SELECT s.connector_id FROM schedule s JOIN placed p ON p.connector_id = s.connector_id
        WHERE p.place <= :perHost AND s.active AND s.due_at <= now()
          AND (s.leased_until IS NULL OR s.leased_until < now())
        ORDER BY p.due_at LIMIT :atMost
        FOR UPDATE OF s SKIP LOCKED)
      UPDATE schedule SET lease = lease + 1,
        leased_until = now() + make_interval(secs => :seconds)
      WHERE connector_id IN (SELECT connector_id FROM picked)
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
