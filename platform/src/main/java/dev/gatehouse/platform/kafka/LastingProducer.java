package dev.gatehouse.platform.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A way to Kafka for as long as the service runs: a producer is made when it is needed first, and
 * another one in place of one that is of no use any more. For any number of threads.
 */
public final class LastingProducer {
  private final Supplier<Producer<String, byte[]>> connect;
  private @Nullable Producer<String, byte[]> producer;

  /**
   * @param config Kafka client settings, at least {@code bootstrap.servers}
   */
  public LastingProducer(Map<String, Object> config) {
    this(() -> EventProducer.create(config));
  }

  /**
   * @param connect makes a producer
   */
  public LastingProducer(Supplier<Producer<String, byte[]>> connect) {
    this.connect = connect;
  }

  /**
   * The producer of now. Who gets a failure from it says so ({@link #failed}).
   *
   * @throws KafkaException if none can be made, as when no broker's address resolves
   */
  public synchronized Producer<String, byte[]> get() {
    Producer<String, byte[]> current = producer;
    if (current == null) {
      current = connect.get();
      producer = current;
    }
    return current;
  }

  /**
   * Sends, and may wait for a broker's answer to where.
   *
   * @param failed is told if the record does not arrive, at once or by another thread
   */
  public void send(ProducerRecord<String, byte[]> record, Consumer<Exception> failed) {
    try {
      Producer<String, byte[]> to = get();
      try {
        to.send(
            record,
            (_, failure) -> {
              if (failure != null) {
                failed(to, failure);
                failed.accept(failure);
              }
            });
      } catch (KafkaException e) {
        failed(to, e);
        throw e;
      }
    } catch (KafkaException e) {
      failed.accept(e);
    }
  }

  /**
   * A producer has failed: another one takes its place if it is {@linkplain
   * EventProducer#isBrokenBy broken}.
   */
  public void failed(Producer<String, byte[]> used, Exception failure) {
    if (EventProducer.isBrokenBy(failure)) {
      replace(used);
    }
  }

  /** Gives the producer of now up, whatever is wrong with it. */
  public synchronized void replace() {
    if (producer != null) {
      replace(producer);
    }
  }

  private synchronized void replace(Producer<String, byte[]> broken) {
    if (producer == broken) {
      producer = null;
    }
    broken.close(Duration.ZERO);
  }

  /**
   * @param within to send what waits
   */
  public void close(Duration within) {
    Producer<String, byte[]> last;
    synchronized (this) {
      last = producer;
    }
    if (last != null) {
      last.close(within); // without the lock, which who is told of a failure meanwhile needs
    }
  }
}
