package dev.gatehouse.gateway.audit;

import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.kafka.LastingProducer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Completes records and sends them to Kafka. */
final class RecordSender {
  private final RecordCompletion completion;
  private final LastingProducer producer;
  private final LongAdder sent = new LongAdder();

  /**
   * @param connect makes a producer
   */
  RecordSender(RecordCompletion completion, Supplier<Producer<String, byte[]>> connect) {
    this.completion = completion;
    this.producer = new LastingProducer(connect);
  }

  /** Since the start. */
  long sent() {
    return sent.sum();
  }

  /** Returns when every in-sync replica has all of them. */
  void send(List<Frame> frames) throws InterruptedException {
    Producer<String, byte[]> to = producer.get();
    List<Future<RecordMetadata>> waiting = new ArrayList<>(frames.size());
    for (Frame frame : frames) {
      String key = new String(frame.key(), StandardCharsets.UTF_8);
      waiting.add(to.send(new ProducerRecord<>(Topics.AUDIT, key, completion.complete(frame))));
    }
    to.flush();
    try {
      for (Future<RecordMetadata> record : waiting) {
        record.get();
      }
    } catch (ExecutionException e) {
      throw new KafkaException("Kafka did not take a record", e.getCause());
    }
    sent.add(frames.size());
  }

  /** After a failure, of whatever kind: records that come twice do no harm. */
  void disconnect() {
    producer.replace();
  }
}
