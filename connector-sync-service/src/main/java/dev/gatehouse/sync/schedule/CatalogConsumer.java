package dev.gatehouse.sync.schedule;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventCodec.MalformedEventException;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.outbox.Attempts;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Follows the connectors in the catalogue topic; all else in it is passed over unread. */
@ApplicationScoped
class CatalogConsumer {
  private static final Logger LOG = Logger.getLogger(CatalogConsumer.class);
  private static final String CONNECTOR = "connector";

  private final ConnectorIntake intake;
  private final Attempts attempts;

  CatalogConsumer(ConnectorIntake intake, Attempts attempts) {
    this.intake = intake;
    this.attempts = attempts;
  }

  @Incoming("catalog")
  @Blocking
  void onRecord(ConsumerRecord<String, byte[]> record) throws InterruptedException {
    try {
      EventKey key = EventKey.parse(record.key());
      if (!key.kind().equals(CONNECTOR)) {
        return;
      }
      if (record.value() == null) {
        attempts.act(record.key(), () -> intake.removed(key));
      } else if (EventCodec.read(record.value()) instanceof ConnectorManifest manifest) {
        attempts.act(record.key(), () -> intake.changed(manifest));
      }
    } catch (MalformedEventException | IllegalArgumentException e) {
      LOG.errorf(e, "Left out a catalogue record that cannot be read: offset %d", record.offset());
    }
  }
}
