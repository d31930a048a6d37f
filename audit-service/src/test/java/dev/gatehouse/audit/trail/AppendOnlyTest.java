package dev.gatehouse.audit.trail;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.readiness.RunMode;
import dev.gatehouse.platform.testing.TestIdentities;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database allows to the role that serves requests. */
@AuditTest
class AppendOnlyTest {
  @Inject TrailWriter writer;
  @Inject AppendOnlyRule rule;

  private final AuditRecord ours = call(TestIdentities.newId(), "echo");
  private final AuditRecord theirs = call(TestIdentities.newId(), "echo");
  private final AuditRecord platforms = call("-", "echo");

  @BeforeEach
  void aRecordOfEach() throws Exception {
    writer.write(
        List.of(TrailRow.of(ours, "{}"), TrailRow.of(theirs, "{}"), TrailRow.of(platforms, "{}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit_record SET action = 'other'",
        "DELETE FROM audit_record",
        "TRUNCATE audit_record",
        "DROP TABLE audit_record",
        "ALTER TABLE audit_record DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE audit_record DETACH PARTITION audit_record_%s",
        "SELECT * FROM audit_record_%s_standard",
        "DELETE FROM audit_record_%s_standard",
        "DROP TABLE audit_record_%s_standard",
        "CREATE TABLE mine (a int)",
        "CREATE TEMPORARY TABLE mine (a int)",
        "SET ROLE audit_owner"
      })
  void isRefused(String statement) throws SQLException {
    try (Connection connection = TestDatabase.application("*")) {
      assertThatThrownBy(() -> TestDatabase.run(connection, statement.replace("%s", today())))
          .isInstanceOf(SQLException.class)
          .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }
  }

  @Test
  void anOrganisationSeesItsOwnRecordsOnly() throws SQLException {
    assertThat(visibleTo(ours.organisation())).containsExactly(ours.id());
  }

  @Test
  void aConnectionThatWasToldNoOrganisationSeesNothing() throws SQLException {
    assertThat(visibleTo("")).isEmpty();
  }

  @Test
  void aConnectionOfNobodySeesNothingOfThePlatform() throws SQLException {
    assertThat(visibleTo("-")).isEmpty();
  }

  @Test
  void anOrganisationCannotWriteRecordsOfItsOwn() throws SQLException {
    try (Connection connection = TestDatabase.application(ours.organisation())) {
      assertThatThrownBy(() ->
              TestDatabase.run(connection, "INSERT INTO audit_record SELECT * FROM audit_record"))
          .hasMessageContaining("row-level security");
    }
  }

  @Test
  void noOrganisationCanWriteToAPartition() throws SQLException {
    try (Connection connection = TestDatabase.application(ours.organisation())) {
      assertThatThrownBy(() ->
              TestDatabase.run(
                  connection,
                  "INSERT INTO audit_record_%s_standard SELECT * FROM audit_record"
                      .formatted(today())))
          .hasMessageContaining("by the platform only");
    }
  }

  @Test
  void aPartitionCannotBeNamedAtWill() throws SQLException {
    try (Connection connection = TestDatabase.application("*")) {
      assertThatThrownBy(() ->
              TestDatabase.run(
                  connection, "SELECT audit_partition_ensure(current_date, 'x; DROP TABLE y')"))
          .hasMessageContaining("not a retention class");
    }
  }

  @Test
  void productionTakesARoleThatCanOnlyAdd() {
    assertThat(rule.check(RunMode.PRODUCTION)).isEmpty();
  }

  @Test
  void productionRefusesARoleThatCanChangeRecords() {
    TestDatabase.administer("GRANT UPDATE ON audit_record TO audit");
    try {
      assertThat(rule.check(RunMode.PRODUCTION))
          .singleElement()
          .satisfies(violation ->
              assertThat(violation.property()).isEqualTo("quarkus.datasource.username"));
    } finally {
      TestDatabase.administer("REVOKE UPDATE ON audit_record FROM audit");
    }
  }

  @Test
  void productionRefusesARoleThatCanChangeRecordsOfOneDay() {
    String partition = "audit_record_%s_standard".formatted(today());
    TestDatabase.administer("GRANT UPDATE ON " + partition + " TO audit");
    try {
      assertThat(rule.check(RunMode.PRODUCTION)).hasSize(1);
    } finally {
      TestDatabase.administer("REVOKE UPDATE ON " + partition + " FROM audit");
    }
  }

  private String today() {
    return TrailRow.of(ours, "{}").day().toString().replace("-", "");
  }

  private static List<String> visibleTo(String organisation) throws SQLException {
    try (Connection connection = TestDatabase.application(organisation)) {
      return TestDatabase.select(connection, "SELECT id FROM audit_record");
    }
  }
}
