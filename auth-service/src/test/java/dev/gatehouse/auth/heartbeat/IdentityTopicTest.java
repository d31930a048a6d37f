package dev.gatehouse.auth.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.IdentityEvent.ApiKeyChanged;
import dev.gatehouse.platform.event.IdentityEvent.MembershipChanged;
import dev.gatehouse.platform.event.IdentityEvent.OrganisationChanged;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.ApiKeySecret;
import dev.gatehouse.platform.identity.Role;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the other services learn. */
@AuthTest
class IdentityTopicTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrap;

  private Administrator admin;
  private Topic identity;

  @BeforeEach
  void read() {
    admin = Administrator.get();
    identity = new Topic(Topics.IDENTITY);
  }

  @AfterEach
  void close() throws InterruptedException {
    identity.close();
  }

  @Test
  void tellsOfTheFirstOrganisationAndItsOwner() {
    OrganisationChanged organisation =
        identity.await(
            OrganisationChanged.class, e -> e.organisation().equals(admin.organisation()));
    MembershipChanged owner =
        identity.await(MembershipChanged.class, e -> e.user().equals(admin.user()));
    assertThat(organisation.slug()).isEqualTo("default");
    assertThat(owner.role()).isEqualTo(Role.OWNER);
  }

  @Test
  void tellsTheHashOfAKeyAndNotTheKey() {
    ApiKeySecret secret = ApiKeySecret.parse(admin.apiKey()).orElseThrow();
    ApiKeyChanged key = identity.await(ApiKeyChanged.class, e -> e.id().equals(secret.id()));
    assertThat(key.hash()).isEqualTo(secret.hash());
    assertThat(key.user()).isEqualTo(admin.user());
    assertThat(key.organisation()).isEqualTo(admin.organisation());
  }

  @Test
  void takesBackWhatItSaidOfARevokedKey() {
    ApiKeySecret secret = ApiKeySecret.parse(admin.apiKey()).orElseThrow();
    admin.request().delete("/api/api-keys/" + secret.id());
    identity.awaitTombstone(new EventKey(admin.organisation(), "api-key", secret.id()));
  }

  @Test
  void beatsInEveryPartition() {
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrap);
    try (Consumer<String, byte[]> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      Set<TopicPartition> partitions =
          consumer.partitionsFor(Topics.IDENTITY).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .collect(Collectors.toSet());
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
      Set<TopicPartition> beating = new HashSet<>();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> {
            consumer
                .poll(Duration.ofMillis(100))
                .forEach(record -> {
                  if (EventKey.parse(record.key()).kind().equals("heartbeat")) {
                    beating.add(new TopicPartition(record.topic(), record.partition()));
                  }
                });
            return beating.equals(partitions);
          });
    }
  }
}
