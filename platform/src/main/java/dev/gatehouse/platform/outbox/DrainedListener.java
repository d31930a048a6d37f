package dev.gatehouse.platform.outbox;

import java.time.Instant;
import org.apache.kafka.clients.producer.Producer;

/** Is told, many times a second, that nothing older waits to be published. */
public interface DrainedListener {

  /**
   * @param completeUntil every change that was committed before this instant has been published
   * @param producer the relay's own; what is sent through it comes after what was published
   */
  void drained(Instant completeUntil, Producer<String, byte[]> producer) throws Exception;
}
