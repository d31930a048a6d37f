package dev.gatehouse.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicsTest {
  @Test
  void readsFromTheFirstRecordAndCommitsNothingByItself() {
    assertThat(IngestGroup.config(Map.of("bootstrap.servers", "kafka:9092"), "one"))
        .containsEntry("bootstrap.servers", "kafka:9092")
        .containsEntry("group.id", "gatehouse-audit")
        .containsEntry("auto.offset.reset", "earliest")
        .containsEntry("enable.auto.commit", false)
        .containsEntry("allow.auto.create.topics", false);
  }
}
