package dev.gatehouse.audit.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestIdentities;
import java.util.List;

/** The trail of one organisation, which has calls in it and nothing else. */
record OrganisationTrail(String organisation, String key) {

  static OrganisationTrail create(TestIdentities identities) {
    String organisation = identities.organisation("acme-" + TestIdentities.newId());
    return new OrganisationTrail(
        organisation, identities.serviceKey(organisation, Role.VIEWER, Scope.READ));
  }

  List<String> calls() {
    return TestDatabase.select(
        "SELECT id FROM audit_record WHERE organisation = '%s' AND action = 'tool.call'"
            .formatted(organisation));
  }

  /** That it has these calls, each once, in an unbroken chain. For once: verifying is recorded. */
  void assertHoldsOnce(List<AuditRecord> records) {
    assertThat(calls())
        .containsExactlyInAnyOrderElementsOf(records.stream().map(AuditRecord::id).toList());
    given()
        .header("Authorization", "Bearer " + key)
        .get("/api/audit/verify")
        .then()
        .statusCode(200)
        .body("intact", equalTo(true))
        .body("records", equalTo(records.size()));
  }
}
