package dev.gatehouse.platform.security;

import dev.gatehouse.platform.event.ApiKeyUsed;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.kafka.EventProducer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells auth-service now and then which API keys were used, beside the path of calls. It is for
 * people who tidy up: what cannot be sent is left out.
 */
@ApplicationScoped
class ApiKeyUseReport {
  private static final Logger LOG = Logger.getLogger(ApiKeyUseReport.class);

  private final IdentityView view;
  private final Map<String, Object> kafka;
  private final Duration pause;
  private final String service;
  private @Nullable Thread thread;

  ApiKeyUseReport(
      IdentityView view,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      IdentityConfig config,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    this.view = view;
    this.kafka = kafka;
    this.pause = config.reportKeyUseEvery();
    this.service = service;
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofVirtual().name("api-key-use").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    Thread reporter = thread;
    if (reporter != null) {
      reporter.interrupt();
      reporter.join(Duration.ofSeconds(5));
    }
  }

  private void run() {
    try {
      while (true) {
        report(await()); // a service that sees no keys needs no producer
      }
    } catch (InterruptedException _) {
      // The service ends.
    }
  }

  /** Reports until the producer fails; what comes after is reported by another one. */
  private void report(List<ApiKeyUsed> first) throws InterruptedException {
    try (Producer<String, byte[]> producer = EventProducer.create(kafka)) {
      for (List<ApiKeyUsed> used = first; ; used = await()) {
        send(producer, used);
      }
    } catch (KafkaException e) {
      LOG.debug("The use of API keys cannot be reported", e);
    }
  }

  private List<ApiKeyUsed> await() throws InterruptedException {
    while (true) {
      Thread.sleep(pause);
      List<ApiKeyUsed> used = view.keysUsed();
      if (!used.isEmpty()) {
        return used;
      }
    }
  }

  private void send(Producer<String, byte[]> producer, List<ApiKeyUsed> used) {
    try {
      for (ApiKeyUsed event : used) {
        producer.send(
            new ProducerRecord<>(
                Topics.API_KEY_USE,
                event.key().toString(),
                EventCodec.encode(EventCodec.envelope(service, event, null))));
      }
    } catch (org.apache.kafka.common.errors.InterruptException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (EventProducer.isBrokenBy(e)) {
        throw e;
      }
      LOG.debug("The use of API keys could not be reported", e);
    }
  }
}
