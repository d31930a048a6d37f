package dev.gatehouse.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.ingest.DeadLetters.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What becomes of the producer when Kafka takes no dead letter; no broker fails so at will. */
class DeadLettersTest {
  private static final List<DeadLetter> LETTERS =
      List.of(new DeadLetter(new ConsumerRecord<>("audit", 0, 7, "key", new byte[1]), "no record"));

  private final List<MockProducer<String, byte[]>> producers = new ArrayList<>();
  private RuntimeException answer;
  private final DeadLetters letters = new DeadLetters(this::connect);

  @Test
  void aProducerThatRefusesEverythingIsReplaced() throws Exception {
    letters.send(LETTERS);
    producers.getFirst().sendException = new KafkaException("we are in an error state");
    assertThatThrownBy(() -> letters.send(LETTERS)).isInstanceOf(KafkaException.class);

    letters.send(LETTERS);

    assertThat(producers).hasSize(2);
    assertThat(producers.getFirst().closed()).isTrue();
    assertThat(producers.getLast().history()).hasSize(1);
  }

  @Test
  void soIsOneWhoseErrorComesWithTheAnswer() throws Exception {
    letters.send(LETTERS);
    answer = new ClusterAuthorizationException("not any more");
    assertThatThrownBy(() -> letters.send(LETTERS)).hasCause(answer);
    answer = null;

    letters.send(LETTERS);

    assertThat(producers).hasSize(2);
    assertThat(producers.getFirst().closed()).isTrue();
  }

  @Test
  void oneThatWaitsForABrokerIsKept() throws Exception {
    letters.send(LETTERS);
    producers.getFirst().sendException = new TimeoutException("away");
    assertThatThrownBy(() -> letters.send(LETTERS)).isInstanceOf(TimeoutException.class);
    producers.getFirst().sendException = null;

    letters.send(LETTERS);

    assertThat(producers).singleElement().returns(false, MockProducer::closed);
  }

  private Producer<String, byte[]> connect() {
    MockProducer<String, byte[]> made =
        new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
            Future<RecordMetadata> sent = super.send(record);
            if (answer == null) {
              completeNext();
            } else {
              errorNext(answer);
            }
            return sent;
          }
        };
    producers.add(made);
    return made;
  }
}
