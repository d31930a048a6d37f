package dev.gatehouse.registry.catalog;

import dev.gatehouse.platform.event.CatalogEvent;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * The catalogue topic, written within the transaction of the change that it tells of. A gateway
 * that reads it from the start, compacted or not, ends with the same view.
 */
@ApplicationScoped
public class Catalog {
  private final Outbox outbox;

  Catalog(Outbox outbox) {
    this.outbox = outbox;
  }

  /** First step of every change: what is read afterwards is what the change before has left. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void beginChange(String organisation) {
    outbox.lock(organisation);
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void publish(CatalogEvent event) {
    outbox.append(Topics.CATALOG, event);
  }

  /** What the key names is gone. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void remove(EventKey key) {
    outbox.remove(Topics.CATALOG, key);
  }
}
