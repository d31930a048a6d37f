package dev.gatehouse.sync.connect;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class UpstreamCredentials implements PanacheRepositoryBase<UpstreamCredential, UUID> {
  private static final String CLAIM_DUE =
      """
      WITH picked AS MATERIALIZED (
        SELECT id FROM upstream_credential
        WHERE refresh_at <= now() AND (refreshing_until IS NULL OR refreshing_until < now())
        ORDER BY refresh_at LIMIT ?
        FOR UPDATE SKIP LOCKED)
      UPDATE upstream_credential
      SET lease = lease + 1, interrupted = interrupted OR refreshing_until IS NOT NULL,
        refreshing_until = now() + make_interval(secs => ?)
      WHERE id IN (SELECT id FROM picked)
      RETURNING *
      """;
  private static final String CLAIM_ONE =
      """
      UPDATE upstream_credential
      SET lease = lease + 1, interrupted = interrupted OR refreshing_until IS NOT NULL,
        refreshing_until = now() + make_interval(secs => ?)
      WHERE id = ? AND version = ? AND (refreshing_until IS NULL OR refreshing_until < now())
        AND (failures = 0 OR refresh_at <= now())
      RETURNING *
      """;

  private static final String HASTEN =
      """
      UPDATE upstream_credential SET refresh_at = now()
      WHERE connector_id = ? AND user_id = ? AND version = ? AND state = 'READY' AND renewable
        AND failures = 0 AND (renewed_at IS NULL OR renewed_at <= now() - make_interval(secs => ?))
      """;

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<UpstreamCredential> look(UUID connector, String user) {
    return find("connectorId = ?1 and userId = ?2", connector, user).firstResultOptional();
  }

  /** Locked until the transaction ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<UpstreamCredential> lock(UUID connector, String user) {
    return find("connectorId = ?1 and userId = ?2", connector, user)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  /** The row, locked; empty if the lease is no longer the newest. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<UpstreamCredential> lock(UpstreamCredential claimed) {
    return find("id = ?1 and lease = ?2", claimed.id, claimed.lease)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public List<UpstreamCredential> of(UUID connector) {
    return list("connectorId", connector);
  }

  /** What is to be renewed now, of all organisations that may be seen here. */
  @SuppressWarnings("unchecked")
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<UpstreamCredential> claimDue(int atMost, Duration leaseTime) {
    return getEntityManager()
        .createNativeQuery(CLAIM_DUE, UpstreamCredential.class)
        .setParameter(1, atMost)
        .setParameter(2, (double) leaseTime.toSeconds())
        .getResultList();
  }

  /**
   * The tokens of a version are to be renewed soon.
   *
   * @param oldEnough how old they are at least; younger ones are left alone
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean hasten(UUID connector, String user, long version, Duration oldEnough) {
    return getEntityManager()
            .createNativeQuery(HASTEN)
            .setParameter(1, connector)
            .setParameter(2, user)
            .setParameter(3, version)
            .setParameter(4, oldEnough.toMillis() / 1_000.0)
            .executeUpdate()
        > 0;
  }

  /**
   * One of them, if it still has the version that was seen, nobody else renews it, and it is not
   * being left alone after a failure.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<UpstreamCredential> claim(UpstreamCredential seen, Duration leaseTime) {
    return getEntityManager()
        .createNativeQuery(CLAIM_ONE, UpstreamCredential.class)
        .setParameter(1, (double) leaseTime.toSeconds())
        .setParameter(2, seen.id)
        .setParameter(3, seen.version)
        .getResultStream()
        .map(UpstreamCredential.class::cast)
        .findFirst();
  }
}
