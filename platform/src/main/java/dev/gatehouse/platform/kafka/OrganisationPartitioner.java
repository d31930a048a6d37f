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
    String organisation = slash < 0 ? text : text.substring(0, slash);
    return partitionOf(organisation, cluster.partitionCountForTopic(topic));
  }

  /** Where an organisation's records are, of so many partitions. */
  public static int partitionOf(String organisation, int partitions) {
    return Utils.toPositive(Utils.murmur2(organisation.getBytes(StandardCharsets.UTF_8)))
        % partitions;
  }

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> configs) {}
}
