package dev.gatehouse.backing.kafka;

import java.nio.file.Path;

/**
 * How one {@link KafkaServer} is started.
 *
 * @param directory holds the log segments; kept across restarts
 * @param port TCP port on the loopback address; 0 picks a free one
 * @param proxyPort where a proxy stands before {@link KafkaServer#portBehindProxy}: who comes
 *     through it is told to stay with it; 0 for none
 */
public record KafkaSettings(Path directory, int port, int proxyPort) {
  public KafkaSettings(Path directory, int port) {
    this(directory, port, 0);
  }
}
