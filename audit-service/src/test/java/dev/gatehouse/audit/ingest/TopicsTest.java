package dev.gatehouse.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.event.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TopicsTest {
  @Test
  void readsTheTopicThatTheOthersWriteTo() throws IOException {
    Properties settings = new Properties();
    try (InputStream in = getClass().getResourceAsStream("/application.properties")) {
      settings.load(in);
    }
    assertThat(settings)
        .containsEntry("mp.messaging.incoming.audit.topic", Topics.AUDIT)
        .containsEntry("mp.messaging.incoming.audit.auto.offset.reset", "earliest");
  }
}
