package dev.gatehouse.backing.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerTest {

  private static final KafkaTopic EVENTS =
      new KafkaTopic("events", 3, Map.of("cleanup.policy", "compact"));

  @TempDir private Path directory;

  @Test
  void createsTopicsWithTheirPartitionsAndSettings() throws Exception {
    try (var server = KafkaServer.start(new KafkaSettings(directory, 0))) {
      server.ensure(List.of(EVENTS));

      awaitTold(() -> partitions(server) == 3);
      awaitTold(() -> setting(server, "cleanup.policy").equals("compact"));
    }
  }

  @Test
  void bringsExistingTopicsUpToDate() throws Exception {
    try (var server = KafkaServer.start(new KafkaSettings(directory, 0))) {
      server.ensure(List.of(EVENTS));

      server.ensure(List.of(new KafkaTopic("events", 5, Map.of("retention.ms", "1000"))));

      awaitTold(() -> partitions(server) == 5);
      awaitTold(() -> setting(server, "retention.ms").equals("1000"));
    }
  }

  @Test
  void takesEveryCompression() throws Exception {
    try (var server = KafkaServer.start(new KafkaSettings(directory, 0))) {
      server.ensure(List.of(EVENTS));

      for (String type : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
        Map<String, Object> config =
            Map.of("bootstrap.servers", server.bootstrapServers(), "compression.type", type);
        try (var producer =
            new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
          var sent = producer.send(new ProducerRecord<>("events", 0, "key", "x".repeat(1000)));
          assertThat(sent).as(type).succeedsWithin(Duration.ofSeconds(20));
        }
      }
    }
  }

  @Test
  void keepsRecordsAndPortAcrossARestart() throws Exception {
    int port;
    try (var server = KafkaServer.start(new KafkaSettings(directory, 0))) {
      port = server.port();
      server.ensure(List.of(EVENTS));
      send(server, "kept");
    }

    try (var server = KafkaServer.start(new KafkaSettings(directory, port))) {
      assertThat(server.port()).isEqualTo(port);
      assertThat(firstRecord(server)).isEqualTo("kept");
    }
  }

  @Test
  void keepsAcknowledgedRecordsThroughKillMinusNine() throws Exception {
    var other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OtherJvm.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var output =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(output.lines().anyMatch("stored"::equals)).isTrue();
    } finally {
      other.destroyForcibly().waitFor();
    }

    try (var server = KafkaServer.start(new KafkaSettings(directory, 0))) {
      assertThat(firstRecord(server)).isEqualTo("from another JVM");
    }
  }

  /** Stores one record and waits to be killed. */
  static final class OtherJvm {
    public static void main(String[] args) throws Exception {
      var server = KafkaServer.start(new KafkaSettings(Path.of(args[0]), 0));
      server.ensure(List.of(EVENTS));
      send(server, "from another JVM");
      System.out.println("stored");
      Thread.sleep(Duration.ofMinutes(5));
    }
  }

  private static void send(KafkaServer server, String value) throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", server.bootstrapServers(), "acks", "all");
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("events", 0, "key", value)).get();
    }
  }

  private static String firstRecord(KafkaServer server) {
    Map<String, Object> config = Map.of("bootstrap.servers", server.bootstrapServers());
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      var partition = List.of(new TopicPartition("events", 0));
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      return consumer.poll(Duration.ofSeconds(20)).iterator().next().value();
    }
  }

  /** What the controller has decided is told by the broker a moment later. */
  private static void awaitTold(Callable<Boolean> told) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(told);
  }

  private static int partitions(KafkaServer server) throws Exception {
    try (var admin = server.admin()) {
      var topics = admin.describeTopics(List.of("events")).allTopicNames().get();
      return topics.get("events").partitions().size();
    }
  }

  private static String setting(KafkaServer server, String name) throws Exception {
    var topic = new ConfigResource(ConfigResource.Type.TOPIC, "events");
    try (var admin = server.admin()) {
      return admin.describeConfigs(List.of(topic)).all().get().get(topic).get(name).value();
    }
  }
}
