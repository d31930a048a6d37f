package dev.gatehouse.sync.schedule;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.platform.tenancy.Tenancy;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * Takes over connectors from the catalogue. One that is new, enabled again or leads elsewhere is
 * due at once, and a run that is under way with what held before can no longer write.
 */
@ApplicationScoped
class ConnectorIntake {
  private static final String UPSERT =
      """
      INSERT INTO schedule AS s
        (connector_id, organisation, revision, manifest, target, active, due_at, host)
      VALUES (?, ?, ?, ?, ?, ?, now(), ?)
      ON CONFLICT (connector_id) DO UPDATE SET
        revision = excluded.revision,
        manifest = excluded.manifest,
        target = excluded.target,
        active = excluded.active,
        host = excluded.host,
        due_at = CASE WHEN s.target <> excluded.target OR NOT s.active
          THEN excluded.due_at ELSE s.due_at END,
        failures = CASE WHEN s.target <> excluded.target THEN 0 ELSE s.failures END,
        lease = CASE WHEN s.target <> excluded.target THEN s.lease + 1 ELSE s.lease END,
        leased_until = CASE WHEN s.target <> excluded.target THEN NULL ELSE s.leased_until END,
        not_before = CASE WHEN s.target <> excluded.target THEN NULL ELSE s.not_before END,
        listens = s.listens AND s.target = excluded.target,
        listener = CASE WHEN s.target <> excluded.target THEN NULL ELSE s.listener END,
        listened_until = CASE WHEN s.target <> excluded.target THEN NULL ELSE s.listened_until END
      WHERE excluded.revision > s.revision
      """;

  private final Tenancy tenancy;
  private final EntityManager entities;
  private final Event<ConnectorTaken> taken;
  private final Outbox outbox;
  private final HealthNews health;

  ConnectorIntake(
      Tenancy tenancy,
      EntityManager entities,
      Event<ConnectorTaken> taken,
      Outbox outbox,
      HealthNews health) {
    this.health = health;
    this.outbox = outbox;
    this.taken = taken;
    this.tenancy = tenancy;
    this.entities = entities;
  }

  /** Returns false if this revision, or a later one, is known. */
  boolean changed(ConnectorManifest manifest) {
    return inTransaction(
        manifest.organisation(),
        () -> {
          int rows =
              entities
                  .createNativeQuery(UPSERT)
                  .setParameter(1, UUID.fromString(manifest.id()))
                  .setParameter(2, manifest.organisation())
                  .setParameter(3, manifest.revision())
                  .setParameter(4, ManifestText.write(manifest))
                  .setParameter(5, ManifestText.target(manifest))
                  .setParameter(6, manifest.enabled())
                  .setParameter(7, ManifestText.host(manifest))
                  .executeUpdate();
          if (rows > 0) {
            taken.fire(
                new ConnectorTaken(
                    manifest.organisation(),
                    UUID.fromString(manifest.id()),
                    manifest.tokenTarget()));
          }
          return rows;
        });
  }

  /** Returns false if there is no such connector. */
  boolean removed(EventKey key) {
    return inTransaction(
        key.organisation(),
        () -> {
          UUID connector = UUID.fromString(key.id());
          taken.fire(new ConnectorTaken(key.organisation(), connector, null));
          health.forget(key.organisation(), connector);
          return entities
              .createNativeQuery("DELETE FROM schedule WHERE connector_id = ?")
              .setParameter(1, connector)
              .executeUpdate();
        });
  }

  private boolean inTransaction(String organisation, Callable<Integer> statement) {
    return tenancy.in(
        organisation,
        () ->
            QuarkusTransaction.requiringNew()
                .call(() -> {
                  outbox.lock(organisation); // before any row, as everywhere
                  return statement.call() > 0;
                }));
  }
}
