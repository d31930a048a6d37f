package dev.gatehouse.audit.ingest;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestNetwork;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The network between ingest and what it reads from or writes to is taken away. */
@Tag("long")
@AuditTest
class NetworkAwayTest {
  /** More than the time after which either side gives up a connection that is silent. */
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  @Inject IdentityView view;

  private final List<AuditRecord> published = new ArrayList<>();
  private TestIdentities identities;
  private AuditTopic topic;
  private OrganisationTrail trail;

  @BeforeEach
  void open() {
    identities = new TestIdentities(view);
    topic = new AuditTopic();
    trail = OrganisationTrail.create(identities);
  }

  @AfterEach
  void close() {
    List.of(TestNetwork.values()).forEach(TestNetwork::pass);
    topic.close();
    identities.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyRecordIsStoredOnceWhateverBecomesOfConnections(TestNetwork network) {
    for (int round = 0; round < 8; round++) {
      publish(500);
      network.cut();
      publish(500);
      network.pass();
      publish(500);
      network.silence();
      publish(500);
      network.pass();
    }

    awaitAllStoredOnce();
  }

  @ParameterizedTest
  @EnumSource
  void connectionsThatAreDeadWithoutAWordAreGivenUp(TestNetwork network) {
    publish(500);
    network.lose();

    publish(500);

    awaitAllStoredOnce();
  }

  /** PostgreSQL is not told either, and would keep the transaction, and the chain, locked. */
  @Test
  void aTransactionThatNobodyWillEndDoesNotHoldItsChainForGood() throws SQLException {
    try (Connection other = TestDatabase.superuser()) {
      other.setAutoCommit(false);
      TestDatabase.run(other, "LOCK TABLE audit_chain IN ACCESS EXCLUSIVE MODE");
      publish(500);
      await().atMost(PATIENCE).until(NetworkAwayTest::ingestWaitsForTheChain);
      TestNetwork.POSTGRES.lose();

      other.rollback();
    }

    awaitAllStoredOnce();
  }

  private static boolean ingestWaitsForTheChain() {
    return !TestDatabase.select(
            """
            SELECT pid FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND query LIKE '%FROM audit_chain%'
            """)
        .isEmpty();
  }

  private void publish(int count) {
    List<AuditRecord> records =
        IntStream.range(0, count).mapToObj(i -> call(trail.organisation(), "tool-" + i)).toList();
    topic.publish(records);
    published.addAll(records);
  }

  private void awaitAllStoredOnce() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> assertThat(trail.calls()).hasSizeGreaterThanOrEqualTo(published.size()));
    await().atMost(PATIENCE).until(() -> topic.uncommitted() == 0);
    trail.assertHoldsOnce(published);
  }
}
