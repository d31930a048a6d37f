package dev.gatehouse.sync.run;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class SyncRunRepository implements PanacheRepositoryBase<SyncRun, UUID> {

  /** The latest runs, newest first. */
  @Transactional
  List<SyncRun> latest(UUID connector, int atMost) {
    return find("connectorId = ?1 order by id desc", connector).range(0, atMost - 1).list();
  }

  @Transactional
  long forget(Instant before) {
    return delete("finishedAt < ?1", before);
  }
}
