package dev.gatehouse.registry.tool;

import dev.gatehouse.platform.event.CloudEvent;
import dev.gatehouse.platform.event.DiscoveryEvent;
import dev.gatehouse.platform.event.DomainEvent;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventCodec.Decoded;
import dev.gatehouse.platform.event.EventCodec.MalformedEventException;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads the discovery topic, in order. The offset is committed after the transaction, so that a
 * crash in between brings the event a second time. The database away is waited for; an event that
 * cannot be acted on is left out after some attempts, because the next run tells the same anew.
 */
@ApplicationScoped
class DiscoveryConsumer {
  private static final Logger LOG = Logger.getLogger(DiscoveryConsumer.class);
  private static final int MAX_ATTEMPTS = 5;
  private static final long RETRY_MILLIS = 1_000;

  private final DiscoveryIntake intake;
  private final AgroalDataSource database;
  private final MeterRegistry meters;
  private volatile boolean running = true;

  DiscoveryConsumer(DiscoveryIntake intake, AgroalDataSource database, MeterRegistry meters) {
    this.intake = intake;
    this.database = database;
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
        handle(event.id(), discovery);
      }
    } catch (MalformedEventException e) {
      count("malformed");
      LOG.errorf(e, "Left out a discovery record that cannot be read: offset %d", record.offset());
    }
  }

  void stop(@Observes ShutdownEvent event) {
    running = false;
  }

  private void handle(String id, DiscoveryEvent event) throws InterruptedException {
    int failures = 0;
    while (true) {
      try {
        count(intake.accept(id, event) ? "accepted" : "known");
        return;
      } catch (RuntimeException e) {
        failures += databaseAnswers() ? 1 : 0;
        if (!running) {
          throw e; // Not acknowledged: it comes again after the restart.
        }
        if (failures >= MAX_ATTEMPTS) {
          count("left-out");
          LOG.errorf(e, "Left out discovery event %s: it cannot be acted on", id);
          return;
        }
        LOG.warnf("Discovery event %s cannot be acted on now, trying again: %s", id, e);
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  private boolean databaseAnswers() {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  private void count(String outcome) {
    meters.counter("gatehouse_registry_discovery_events", "outcome", outcome).increment();
  }
}
