package dev.gatehouse.sync.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who listens to which upstream, and what comes of it. Each claim has a name of its own, so that
 * nobody goes on with, or gives back, what has been claimed anew meanwhile, be it by the same
 * replica.
 */
@ApplicationScoped
public class ListenerRepository {
  // An organisation's share comes first: what is beyond it takes no place at a host from others. By
  // chance, so that what waits for a busy host does not hide the rest for good. Counted by windows,
  // found by keys in an array: no join that statistics of another time could plan badly, as in
  // ScheduleRepository.
  private static final String CLAIM =
      """
      WITH listening AS (
        SELECT connector_id, organisation, host, listened_until,
          listened_until IS NOT NULL AND listened_until >= now() AS held
        FROM schedule
        WHERE active AND listens AND (
          listener IS NOT NULL AND listened_until >= now()
          OR health = 'CONNECTED' AND (listened_until IS NULL OR listened_until < now())
            AND (not_before IS NULL OR not_before <= now()))),
      shared AS (
        SELECT *, count(*) FILTER (WHERE held) OVER (PARTITION BY organisation)
            + row_number() OVER (PARTITION BY organisation, held ORDER BY random()) AS share
        FROM listening),
      placed AS (
        SELECT connector_id, held, count(*) FILTER (WHERE held) OVER (PARTITION BY host)
            + row_number() OVER (PARTITION BY host, held ORDER BY listened_until NULLS FIRST)
            AS place
        FROM shared WHERE held OR share <= :perOrganisation),
      picked AS MATERIALIZED (
        SELECT connector_id FROM schedule
        WHERE connector_id = ANY (
            ARRAY(SELECT connector_id FROM placed WHERE NOT held AND place <= :perHost))
          AND (listened_until IS NULL OR listened_until < now())
        ORDER BY listened_until NULLS FIRST LIMIT :atMost
        FOR UPDATE SKIP LOCKED)
      UPDATE schedule
      SET listener = :claim, listened_until = now() + make_interval(secs => :seconds)
      WHERE connector_id = ANY (ARRAY(SELECT connector_id FROM picked))
      RETURNING *
      """;
  private static final String EXTEND =
      """
      UPDATE schedule SET listened_until = now() + make_interval(secs => :seconds)
      WHERE listener IN (:claims) AND active AND listens AND connector_id IN (:connectors)
        AND health IS DISTINCT FROM 'NEEDS_SIGN_IN'
      RETURNING connector_id
      """;
  private static final String RELEASE =
      """
      UPDATE schedule
      SET listener = NULL, listened_until = now() + make_interval(secs => :seconds)
      WHERE listener IN (:claims) AND connector_id IN (:connectors)
      """;

  // The first news of a while bring a run about at once; those that follow wait for the pause after
  // it. Who wants to be left alone is.
  private static final String NEWS =
      """
      WITH wanted AS (
        SELECT connector_id, greatest(
          now(),
          coalesce(news_due_at + make_interval(secs => :pause), now()),
          coalesce(not_before, now())) AS at
        FROM schedule WHERE connector_id = :connector AND active AND failures = 0 FOR UPDATE)
      UPDATE schedule s SET due_at = least(s.due_at, w.at), news_due_at = w.at
      FROM wanted w
      WHERE s.connector_id = w.connector_id
        AND (s.news_due_at IS NULL OR s.news_due_at <= now())
      """;

  private final EntityManager entities;

  ListenerRepository(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Connectors to listen to, of all organisations that may be seen here.
   *
   * @param claim names these leases; never used before
   * @param perHost streams to one host, in all replicas together; two that claim at the same
   *     instant may pass it by their number
   * @param perOrganisation streams for one organisation, likewise
   */
  @SuppressWarnings("unchecked")
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<Lease> claim(
      UUID claim, int atMost, int perHost, int perOrganisation, Duration leaseTime) {
    List<Schedule> claimed =
        entities
            .createNativeQuery(CLAIM, Schedule.class)
            .setParameter("claim", claim)
            .setParameter("atMost", atMost)
            .setParameter("perHost", perHost)
            .setParameter("perOrganisation", perOrganisation)
            .setParameter("seconds", (double) leaseTime.toSeconds())
            .getResultList();
    return claimed.stream().map(Schedule::lease).toList();
  }

  /**
   * Goes on.
   *
   * @param claims by connector
   * @return the connectors of which they are still the newest
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Set<UUID> extend(Map<UUID, UUID> claims, Duration leaseTime) {
    if (claims.isEmpty()) {
      return Set.of();
    }
    Set<UUID> held = new HashSet<>();
    entities
        .createNativeQuery(EXTEND, UUID.class)
        .setParameter("claims", claims.values())
        .setParameter("connectors", claims.keySet())
        .setParameter("seconds", (double) leaseTime.toSeconds())
        .getResultList()
        .forEach(id -> held.add((UUID) id));
    return held;
  }

  /**
   * Listens no more; nobody else does before the pause is over.
   *
   * @param claims by connector
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void release(Map<UUID, UUID> claims, Duration pause) {
    if (!claims.isEmpty()) {
      entities
          .createNativeQuery(RELEASE)
          .setParameter("claims", claims.values())
          .setParameter("connectors", claims.keySet())
          .setParameter("seconds", pause.toMillis() / 1_000.0)
          .executeUpdate();
    }
  }

  /**
   * An upstream has told of a change: it is synced soon.
   *
   * @param pause between two runs that news bring about
   * @return false if such a run is due already
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean news(UUID connector, Duration pause) {
    return entities
            .createNativeQuery(NEWS)
            .setParameter("connector", connector)
            .setParameter("pause", (double) pause.toSeconds())
            .executeUpdate()
        > 0;
  }
}
