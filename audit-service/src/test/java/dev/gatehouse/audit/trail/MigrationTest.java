package dev.gatehouse.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.testing.MigrationContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@AuditTest
class MigrationTest extends MigrationContract {
  private static final String WITH_CREDENTIALS = "0198a000-0000-7000-8000-000000000001";

  @Test
  void destinationsKeepTheirCredentials() throws SQLException {
    migrateTo("202611291315");
    try (Connection database = migrated()) {
      TestDatabase.run(
          database,
          "INSERT INTO audit_destination (id, organisation, document, enabled, every_seconds, secret)"
              + " VALUES ('%s', 'acme', '{}', true, 60, true),".formatted(WITH_CREDENTIALS)
              + " ('0198a000-0000-7000-8000-000000000002', 'acme', '{}', true, 60, false)");

      migrateOn();

      assertThat(
              TestDatabase.select(
                  database, "SELECT credentials FROM audit_destination ORDER BY id"))
          .containsExactly(WITH_CREDENTIALS, null);
    }
  }

  @Test
  void partitionsFromBeforeBecomeLikeNewOnes() throws SQLException {
    migrateTo("202611291320");
    try (Connection database = migrated()) {
      ensure(database, "2026-11-01");

      migrateOn();

      ensure(database, "2026-11-02");
      assertThat(likeness(database, "20261101"))
          .isEqualTo(likeness(database, "20261102"))
          .anyMatch(line -> line.contains("written_by_platform"))
          .anyMatch(line -> line.contains("text_pattern_ops"))
          .anyMatch(line -> line.matches("INSERT to \\w+"));
    }
  }

  @Test
  void howFarChainsHadComeWhoseDaysHaveLeftIsKnown() throws SQLException {
    migrateTo("202611292150");
    try (Connection database = migrated()) {
      TestDatabase.run(database, "SELECT set_config('gatehouse.organisation', '*', false)");
      ensure(database, "2026-09-02");
      TestDatabase.run(
          database,
          """
          INSERT INTO audit_retired (day, retention_class)
            VALUES ('2026-09-01', 'standard'), ('2026-09-02', 'standard');
          INSERT INTO audit_chain (organisation, day, retention_class, records, head)
            VALUES ('gone', '2026-09-01', 'standard', 7, ''), ('gone', '2026-09-02', 'standard', 7, ''),
              ('again', '2026-09-02', 'standard', 7, ''), ('new', '2026-09-02', 'standard', 1, ''),
              ('there', '2026-09-03', 'standard', 7, '');
          INSERT INTO audit_record (id, day, retention_class, organisation, occurred_at, service, phase, action, outcome,
              record, seq, chain)
            SELECT gen_random_uuid(), '2026-09-02', 'standard', organisation, '2026-09-02 12:00Z', '', '', '', '', '', seq, ''
            FROM (VALUES ('again', 6), ('again', 7), ('new', 1)) AS late (organisation, seq)
          """);

      migrateOn();

      assertThat(
              TestDatabase.select(
                  database,
                  "SELECT concat_ws(' ', organisation, day, records) FROM audit_retired_chain ORDER BY 1"))
          .containsExactly(
              "again 2026-09-02 5", "gone 2026-09-01 7", "gone 2026-09-02 7", "new 2026-09-02 0");
    }
  }

  private static void ensure(Connection database, String day) throws SQLException {
    TestDatabase.run(database, "SELECT audit_partition_ensure('%s', 'standard')".formatted(day));
  }

  /** Rights, triggers and indexes, without names that tell the day. */
  private static List<String> likeness(Connection database, String day) throws SQLException {
    return TestDatabase.select(
        database,
        """
        SELECT replace(line, '%1$s', 'DAY') FROM (
          SELECT privilege_type || ' to ' || grantee FROM information_schema.role_table_grants
            WHERE table_name = 'audit_record_%1$s_standard' AND grantee <> grantor
          UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger
            WHERE tgrelid = 'audit_record_%1$s_standard'::regclass
          UNION ALL SELECT regexp_replace(pg_get_indexdef(indexrelid), 'INDEX .* ON ', 'INDEX ON ') FROM pg_index
            WHERE indrelid = 'audit_record_%1$s_standard'::regclass AND indisvalid
        ) AS lines (line) ORDER BY 1
        """
            .formatted(day));
  }
}
