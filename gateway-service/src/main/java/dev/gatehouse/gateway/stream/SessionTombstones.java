package dev.gatehouse.gateway.stream;

import dev.gatehouse.gateway.session.Sessions;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.SessionEvent.SessionEnded;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.kafka.CompactedTopicReader;
import dev.gatehouse.platform.kafka.LastingProducer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other replicas of ended sessions, and hears of theirs. While Kafka is away a session
 * that was ended here may still be open elsewhere: it is no credential, so nothing is let in by it.
 */
@Singleton
final class SessionTombstones {
  private static final Logger LOG = LoggerFactory.getLogger(SessionTombstones.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  private final LastingProducer producer;
  private final CompactedTopicReader reader;

  /** One thread, because a send waits for a broker that is away. */
  private final ExecutorService sender =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("session-ends").factory());

  SessionTombstones(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      Sessions sessions,
      SessionStates states) {
    this.producer = new LastingProducer(kafka);
    this.reader =
        new CompactedTopicReader(
            java.util.List.of(Topics.SESSION),
            kafka,
            (EventKey key, byte @Nullable [] value) -> {
              if (value != null
                  && EventCodec.read(value) instanceof SessionEnded(String _, String session)) {
                sessions.ended(session);
                states.end(session);
              }
            });
  }

  void start(@Observes StartupEvent event) {
    reader.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    sender.shutdown();
    reader.close();
    producer.close(CLOSE_WITHIN);
  }

  void publish(String organisation, String session) {
    SessionEnded ended = new SessionEnded(organisation, session);
    sender.execute(() ->
        producer.send(
            new ProducerRecord<>(
                Topics.SESSION,
                ended.key().toString(),
                EventCodec.encode(EventCodec.envelope("gateway", ended, null))),
            failure ->
                LOG.warn(
                    "An ended session is not told to the other replicas: {}",
                    failure.getMessage())));
  }
}
