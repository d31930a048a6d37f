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
  private static final String CLAIM_DUE =
      """
      UPDATE schedule SET lease = lease + 1, leased_until = now() + make_interval(secs => ?)
      WHERE connector_id IN (
        SELECT connector_id FROM schedule
        WHERE active AND due_at <= now() AND (leased_until IS NULL OR leased_until < now())
        ORDER BY due_at LIMIT ?
        FOR UPDATE SKIP LOCKED)
      RETURNING *
      """;
  private static final String CLAIM_ONE =
      """
      UPDATE schedule SET lease = lease + 1, leased_until = now() + make_interval(secs => ?)
      WHERE connector_id = ? AND (leased_until IS NULL OR leased_until < now())
      RETURNING *
      """;

  /** Leases of some connectors that are due, of all organisations that may be seen here. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<Lease> claimDue(int atMost, Duration leaseTime) {
    return getEntityManager()
        .createNativeQuery(CLAIM_DUE, Schedule.class)
        .setParameter(1, (double) leaseTime.toSeconds())
        .setParameter(2, atMost)
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

  /** The connector's row, locked; empty if the lease is no longer the newest. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<Schedule> lock(Lease lease) {
    return find("connectorId = ?1 and lease = ?2", lease.connector(), lease.number())
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }
}
