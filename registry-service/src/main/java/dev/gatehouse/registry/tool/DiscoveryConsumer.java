package dev.gatehouse.registry.tool;

import dev.gatehouse.platform.event.CloudEvent;
import dev.gatehouse.platform.event.DiscoveryEvent;
import dev.gatehouse.platform.event.DomainEvent;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventCodec.Decoded;
import dev.gatehouse.platform.event.EventCodec.MalformedEventException;
import dev.gatehouse.platform.outbox.Attempts;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads the discovery topic, in order. The offset is committed after the transaction, so that a
 * crash in between brings the event a second time. An event that cannot be acted on is left out:
 * the next run tells the same anew.
 */
@ApplicationScoped
class DiscoveryConsumer {
  private static final Logger LOG = Logger.getLogger(DiscoveryConsumer.class);

  private final DiscoveryIntake intake;
  private final Attempts attempts;
  private final MeterRegistry meters;

  DiscoveryConsumer(DiscoveryIntake intake, Attempts attempts, MeterRegistry meters) {
    this.intake = intake;
    this.attempts = attempts;
    this.meters = meters;
  }

  @Incoming("discovery")
  @Blocking
  void onRecord(ConsumerRecord<String, byte[]> record) throws InterruptedException {
    if (record.value() == null) {
      return;
    }
    try {
      if (EventCodec.decode(record.value())
              instanceof Decoded.Event(CloudEvent<? extends DomainEvent> event)
          && event.data() instanceof DiscoveryEvent discovery) {
        count(attempts.act(event.id(), () -> intake.accept(event.id(), discovery)).name());
      }
    } catch (MalformedEventException e) {
      count("malformed");
      LOG.errorf(e, "Left out a discovery record that cannot be read: offset %d", record.offset());
    }
  }

  private void count(String outcome) {
    meters
        .counter("gatehouse_registry_discovery_events", "outcome", outcome.toLowerCase(Locale.ROOT))
        .increment();
  }
}
