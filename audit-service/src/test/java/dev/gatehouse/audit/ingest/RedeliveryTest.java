package dev.gatehouse.audit.ingest;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static dev.gatehouse.audit.testing.AuditTopic.patched;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.BackingServices;
import dev.gatehouse.platform.testing.TestIdentities;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A consumer is killed after the database has committed and before Kafka has: the next one gets the
 * same batch again, or two have it at once while the group settles.
 */
@QuarkusTest
@WithTestResource(
    value = BackingServices.class,
    initArgs = {
      @ResourceArg(name = "service", value = "audit"),
      @ResourceArg(name = "database", value = "audit")
    })
class RedeliveryTest {
  private static final int RECORDS = 700;

  @Inject IdentityView view;
  @Inject Ingest ingest;

  private TestIdentities identities;
  private String organisation;
  private String key;

  @BeforeEach
  void anOrganisation() {
    identities = new TestIdentities(view);
    organisation = identities.organisation("acme-" + TestIdentities.newId());
    key = identities.serviceKey(organisation, Role.VIEWER, Scope.READ);
  }

  @AfterEach
  void close() {
    identities.close();
  }

  @Test
  void aBatchThatComesAgainChangesNothing() {
    List<AuditRecord> records = calls();
    deliver(records);

    deliver(records);

    assertStoredOnce(records);
  }

  @Test
  void aBatchThatComesAgainWithNewRecordsAddsThese() {
    List<AuditRecord> records = calls();
    deliver(records.subList(0, 500));

    deliver(records.subList(200, RECORDS));

    assertStoredOnce(records);
  }

  @Test
  void aBatchThatTwoHaveAtOnceIsStoredOnce() {
    List<AuditRecord> records = calls();

    CompletableFuture.allOf(
            IntStream.range(0, 4)
                .mapToObj(_ -> CompletableFuture.runAsync(() -> deliver(records)))
                .toArray(CompletableFuture[]::new))
        .join();

    assertStoredOnce(records);
  }

  @Test
  void aBatchOfLargeRecordsIsStoredInSlices() {
    String input = "{\"input\":{\"bytes\":40000,\"content\":\"" + "a".repeat(40_000) + "\"}}";
    List<AuditRecord> records = calls().stream().map(call -> patched(call, input)).toList();

    deliver(records);

    assertStoredOnce(records);
    assertThat(
            TestDatabase.select(
                "SELECT DISTINCT xmin::text FROM audit_record WHERE organisation = '%s' AND action = 'tool.call'"
                    .formatted(organisation)))
        .hasSizeBetween(5, 20);
  }

  private List<AuditRecord> calls() {
    return IntStream.range(0, RECORDS).mapToObj(i -> call(organisation, "tool-" + i)).toList();
  }

  /** Returns when the database has committed; nobody commits the offsets. */
  private void deliver(List<AuditRecord> records) {
    List<ConsumerRecord<String, byte[]>> batch =
        IntStream.range(0, records.size())
            .mapToObj(i -> {
              AuditRecord record = records.get(i);
              byte[] value = EventCodec.encode(EventCodec.envelope("gateway", record, null));
              return new ConsumerRecord<>(Topics.AUDIT, 0, i, record.key().toString(), value);
            })
            .toList();
    ingest.begin(batch).run();
  }

  private void assertStoredOnce(List<AuditRecord> records) {
    assertThat(
            TestDatabase.select(
                "SELECT id FROM audit_record WHERE organisation = '%s' AND action = 'tool.call'"
                    .formatted(organisation)))
        .containsExactlyInAnyOrderElementsOf(records.stream().map(AuditRecord::id).toList());
    given()
        .header("Authorization", "Bearer " + key)
        .get("/api/audit/verify")
        .then()
        .body("intact", equalTo(true))
        .body("records", equalTo(RECORDS));
  }
}
