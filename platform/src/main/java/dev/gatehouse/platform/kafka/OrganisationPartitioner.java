package dev.gatehouse.platform.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.utils.Utils;

/**
 * Puts every record of an organisation into one partition, chosen by the first part of the key.
 * Records are then read in the order in which the organisation's changes were made.
 */
public final class OrganisationPartitioner implements Partitioner {

  @Override
  public int partition(
      String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
    String text = new String(keyBytes, StandardCharsets.UTF_8);
    int slash = text.indexOf('/');
    byte[] organisation =
        (slash < 0 ? text : text.substring(0, slash)).getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(organisation)) % cluster.partitionCountForTopic(topic);
  }

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> configs) {}
}
