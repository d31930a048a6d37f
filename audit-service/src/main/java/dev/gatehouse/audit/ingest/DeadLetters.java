package dev.gatehouse.audit.ingest;

import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.kafka.LastingProducer;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Keeps what cannot be stored where a person can look at it and send it again: the record as it
 * came, with the reason and its origin as headers.
 */
@ApplicationScoped
class DeadLetters {
  private static final int LONGEST_REASON = 1_000;

  private final LastingProducer producer;

  @Inject
  DeadLetters(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.producer = new LastingProducer(kafka);
  }

  /**
   * @param connect makes a producer
   */
  DeadLetters(Supplier<Producer<String, byte[]>> connect) {
    this.producer = new LastingProducer(connect);
  }

  /**
   * @param reason why it cannot be stored
   */
  record DeadLetter(ConsumerRecord<String, byte[]> record, String reason) {}

  /** Returns when the broker has them all. */
  void send(List<DeadLetter> letters) throws ExecutionException, InterruptedException {
    Producer<String, byte[]> to = producer.get();
    try {
      List<Future<?>> sent = new ArrayList<>();
      for (DeadLetter letter : letters) {
        sent.add(to.send(message(letter)));
      }
      for (Future<?> acknowledgement : sent) {
        acknowledgement.get();
      }
    } catch (ExecutionException | KafkaException e) {
      producer.failed(to, e);
      throw e;
    }
  }

  private static ProducerRecord<String, byte[]> message(DeadLetter letter) {
    ConsumerRecord<String, byte[]> record = letter.record();
    byte[] value = record.value();
    boolean cut = value != null && value.length > Topics.MAX_RECORD_BYTES;
    ProducerRecord<String, byte[]> message =
        new ProducerRecord<>(
            Topics.AUDIT_DEAD_LETTER,
            // The partitioner needs a key to look at.
            record.key() == null ? 0 : null,
            record.key(),
            cut ? Arrays.copyOf(value, Topics.MAX_RECORD_BYTES) : value);
    String reason = letter.reason();
    header(message, "reason", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
    header(message, "topic", record.topic());
    header(message, "partition", Integer.toString(record.partition()));
    header(message, "offset", Long.toString(record.offset()));
    if (cut) {
      header(message, "bytes", Integer.toString(value.length));
    }
    return message;
  }

  private static void header(ProducerRecord<String, byte[]> message, String name, String value) {
    message.headers().add("dead-letter-" + name, value.getBytes(StandardCharsets.UTF_8));
  }

  @PreDestroy
  void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
