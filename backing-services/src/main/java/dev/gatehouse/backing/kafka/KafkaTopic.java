package dev.gatehouse.backing.kafka;

import java.util.Map;

/**
 * A topic as it should be.
 *
 * @param name of the topic
 * @param partitions at least this many; an existing topic is never given fewer
 * @param configs topic settings, for example {@code cleanup.policy=compact}
 */
public record KafkaTopic(String name, int partitions, Map<String, String> configs) {}
