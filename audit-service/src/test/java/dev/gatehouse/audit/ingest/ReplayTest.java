package dev.gatehouse.audit.ingest;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.DeadLetterTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestKeys;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What could not be stored is stored once it can be. */
@AuditTest
class ReplayTest {
  private static final String REPLAY = "/internal/audit/dead-letters/replay";

  @Inject IdentityView view;

  private final String organisation = TestIdentities.newId();
  private AuditTopic topic;
  private DeadLetterTopic deadLetters;

  @BeforeEach
  void open() {
    topic = new AuditTopic();
    deadLetters = new DeadLetterTopic();
  }

  @AfterEach
  void close() {
    topic.close();
    deadLetters.close();
  }

  @Test
  void storesOnceWhatTheDatabaseTakesByNow() {
    AuditRecord refused = aRefusedRecord();

    // Other tests leave dead letters as well, and some of these can be stored by now.
    replay().body("stored", greaterThanOrEqualTo(1));
    replay().body("stored", equalTo(0)).body("known", greaterThanOrEqualTo(1));

    assertThat(TestDatabase.idsOf(organisation)).containsExactly(refused.id());
  }

  @Test
  void leavesWhatCannotBeReadAndBuriesItNoSecondTime() {
    topic.publish(organisation, "no JSON at all".getBytes(StandardCharsets.UTF_8));
    deadLetters.reasonFor(organisation);
    int letters = replay().body("left", greaterThanOrEqualTo(1)).extract().path("letters");
    // Nothing of what is left was sent anew.

    replay().body("letters", equalTo(letters)).body("stored", equalTo(0));
  }

  @Test
  void isForTheOperatorOnly() {
    try (TestIdentities identities = new TestIdentities(view)) {
      String own = identities.organisation("acme-" + TestIdentities.newId());
      String owner = identities.serviceKey(own, Role.OWNER, Scope.READ, Scope.WRITE, Scope.ADMIN);
      given().header("Authorization", "Bearer " + owner).post(REPLAY).then().statusCode(403);
    }
    given().post(REPLAY).then().statusCode(401);
    given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("gateway", "audit", null))
        .post(REPLAY)
        .then()
        .statusCode(403);
  }

  private AuditRecord aRefusedRecord() {
    AuditRecord record =
        AuditTopic.patched(call(organisation, "echo"), "{\"action\":\"refuse.me\"}");
    TestDatabase.administer(
        "ALTER TABLE audit_record ADD CONSTRAINT refused CHECK (action <> 'refuse.me') NOT VALID");
    try {
      topic.publish(record);
      assertThat(deadLetters.reasonFor(organisation)).contains("refused");
    } finally {
      TestDatabase.administer("ALTER TABLE audit_record DROP CONSTRAINT refused");
    }
    return record;
  }

  private static ValidatableResponse replay() {
    return given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("launcher", "audit", null))
        .post(REPLAY)
        .then()
        .statusCode(200);
  }
}
