package dev.gatehouse.audit.verify;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.audit.digest.Digests;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.audit.trail.TrailRow;
import dev.gatehouse.audit.trail.TrailWriter;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.testing.TestIdentities;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The trail of an organisation of its own: one day, long ago, that nobody else writes to. */
@Dependent
class StoredTrail {
  private static final AtomicInteger DAYS = new AtomicInteger();

  String organisation = TestIdentities.newId();
  final LocalDate day = LocalDate.of(2006, 1, 1).plusDays(DAYS.getAndIncrement());

  /** By their place in the chain. */
  final List<String> ids = new ArrayList<>();

  private final TrailWriter writer;
  private final Digests digests;
  private final Verification verification;
  private final Tenancy tenancy;

  StoredTrail(TrailWriter writer, Digests digests, Verification verification, Tenancy tenancy) {
    this.writer = writer;
    this.digests = digests;
    this.verification = verification;
    this.tenancy = tenancy;
  }

  void write(int records) throws Exception {
    if (ids.isEmpty()) {
      hold();
    }
    List<TrailRow> rows = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      AuditRecord record =
          AuditTopic.at(
              day.atStartOfDay(ZoneOffset.UTC).plusSeconds(ids.size()).toInstant(),
              call(organisation, "tool-" + i));
      ids.add(record.id());
      rows.add(TrailRow.of(record, CanonicalJson.of(Json.mapper().valueToTree(record))));
    }
    writer.write(rows);
  }

  void sign() {
    digests.sign();
  }

  /** Has the day leave; nobody else does, because it is held at all other times. */
  void retire() {
    TestDatabase.administer(
        "UPDATE audit_hold SET released_at = now() WHERE organisation = '%s'"
            .formatted(organisation));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                TestDatabase.select(
                    "SELECT audit_partition_retire('%s', 'standard')".formatted(day)),
            // The schedule of the service may have been faster, or be at it.
            result -> !result.contains("busy"));
    assertThat(TestDatabase.select("SELECT to_regclass('%s')".formatted(partition())))
        .containsOnlyNulls();
    hold();
  }

  private void hold() {
    TestDatabase.administer(
        "INSERT INTO audit_hold (id, organisation, reason) VALUES (gen_random_uuid(), '%s', 'test')"
            .formatted(organisation));
  }

  Verdict verify() throws Exception {
    return verify(Asker.PATIENT);
  }

  Verdict verify(Asker asker) throws Exception {
    return tenancy.in(organisation, () -> verification.verify(organisation, null, null, asker));
  }

  String partition() {
    return "audit_record_%s_standard".formatted(day.toString().replace("-", ""));
  }

  String id(int place) {
    return ids.get(place - 1);
  }
}
