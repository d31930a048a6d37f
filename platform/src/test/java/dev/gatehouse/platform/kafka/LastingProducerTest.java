package dev.gatehouse.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What becomes of a producer that fails; no broker makes one fail so at will. */
class LastingProducerTest {
  private final List<MockProducer<String, byte[]>> made = new ArrayList<>();
  private final List<Exception> failures = new ArrayList<>();
  private final LastingProducer producer = new LastingProducer(this::connect);

  @Test
  void isMadeWhenItIsNeeded() {
    assertThat(made).isEmpty();

    send();
    send();

    assertThat(made).singleElement().satisfies(one -> assertThat(one.history()).hasSize(2));
  }

  @Test
  void oneThatRefusesEverythingIsReplaced() {
    send();
    made.getFirst().sendException = new KafkaException("we are in an error state");
    send();

    send();

    assertThat(failures).containsExactly(made.getFirst().sendException);
    assertThat(made.getFirst().closed()).isTrue();
    assertThat(made.getLast().history()).hasSize(1);
  }

  @Test
  void soIsOneWhoseErrorComesWithTheAnswer() {
    send();
    made.getFirst().errorNext(new ClusterAuthorizationException("not any more"));

    send();

    assertThat(failures).hasSize(1);
    assertThat(made).hasSize(2);
    assertThat(made.getFirst().closed()).isTrue();
  }

  @Test
  void oneThatWaitsForABrokerIsKept() {
    send();
    made.getFirst().errorNext(new TimeoutException("away"));

    send();

    assertThat(failures).hasSize(1);
    assertThat(made).singleElement().returns(false, MockProducer::closed);
  }

  @Test
  void aLateFailureOfOneThatWasReplacedReplacesNoOther() {
    Producer<String, byte[]> first = producer.get();
    producer.failed(first, new KafkaException("we are in an error state"));
    Producer<String, byte[]> second = producer.get();

    producer.failed(first, new KafkaException("we are in an error state"));

    assertThat(producer.get()).isSameAs(second);
  }

  @Test
  void thatNoneCanBeMadeIsTold() {
    KafkaException failure = new KafkaException("no address resolves");
    LastingProducer none =
        new LastingProducer(() -> {
          throw failure;
        });

    none.send(new ProducerRecord<>("t", "key", new byte[0]), failures::add);

    assertThat(failures).containsExactly(failure);
  }

  private void send() {
    producer.send(new ProducerRecord<>("t", "key", new byte[0]), failures::add);
  }

  private Producer<String, byte[]> connect() {
    made.add(new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer()));
    return made.getLast();
  }
}
