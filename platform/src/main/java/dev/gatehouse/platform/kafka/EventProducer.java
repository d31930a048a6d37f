package dev.gatehouse.platform.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The settings that every publisher of events shares: acknowledged by all in-sync replicas,
 * idempotent, partitioned by organisation, and quick to say that the broker is away.
 */
public final class EventProducer {
  private EventProducer() {}

  /**
   * @param config Kafka client settings, at least {@code bootstrap.servers}
   */
  public static Producer<String, byte[]> create(Map<String, Object> config) {
    Map<String, Object> all = new HashMap<>(config);
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, OrganisationPartitioner.class.getName());
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    all.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
    all.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    all.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    all.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    return new KafkaProducer<>(all);
  }

  /**
   * Whether a producer that has failed so may be of no use any more: after some errors an
   * idempotent one refuses whatever it is given. One that may work again by itself is kept, because
   * it alone knows what it has sent: from another one the same may come once more, later.
   */
  public static boolean isBrokenBy(Exception failure) {
    Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
    return cause instanceof KafkaException
        && !(cause instanceof RetriableException)
        && !(cause instanceof InterruptException);
  }
}
