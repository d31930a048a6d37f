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
      SET lease = lease + 1, refreshing_until = now() + make_interval(secs => ?)
      WHERE id IN (SELECT id FROM picked)
      RETURNING *
      """;
  private static final String CLAIM_ONE =
      """
      UPDATE upstream_credential
      SET lease = lease + 1, refreshing_until = now() + make_interval(secs => ?)
      WHERE id = ? AND version = ? AND (refreshing_until IS NULL OR refreshing_until < now())
      RETURNING *
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

  /** One of them, if it still has the version that was seen and nobody else renews it. */
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
