package dev.gatehouse.backing.kafka;

import java.nio.file.Path;

/**
 * How one {@link KafkaServer} is started.
 *
 * @param directory holds the log segments; kept across restarts
 * @param port TCP port on the loopback address; 0 picks a free one
 */
public record KafkaSettings(Path directory, int port) {}
