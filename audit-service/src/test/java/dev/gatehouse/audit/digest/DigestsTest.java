package dev.gatehouse.audit.digest;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.audit.trail.TrailRow;
import dev.gatehouse.audit.trail.TrailWriter;
import dev.gatehouse.platform.testing.TestIdentities;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A round of signing, of which one organisation's part goes wrong. */
@AuditTest
class DigestsTest {
  private static final String REFUSE =
      """
      CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE 'refused by the test'; END $$;
      CREATE TRIGGER refused BEFORE INSERT ON audit_digest FOR EACH ROW
        WHEN (NEW.organisation = '%s') EXECUTE FUNCTION refuse()
      """;

  @Inject Digests digests;
  @Inject TrailWriter writer;

  private final String one = TestIdentities.newId();
  private final String other = TestIdentities.newId();

  @AfterEach
  void leave() {
    TestDatabase.administer("DROP FUNCTION IF EXISTS refuse CASCADE");
    digests.sign();
  }

  @Test
  void othersAreSignedAndTheFailureIsTold() throws Exception {
    // Whichever of the two is first.
    othersAreSigned(one, other);
    othersAreSigned(other, one);
  }

  private void othersAreSigned(String refused, String signed) throws Exception {
    writer.write(List.of(row(refused), row(signed)));
    TestDatabase.administer(REFUSE.formatted(refused));

    assertThatThrownBy(digests::sign).isInstanceOf(IllegalStateException.class);

    assertThat(unsigned(refused)).isPositive();
    assertThat(unsigned(signed)).isZero();
    TestDatabase.administer("DROP TRIGGER refused ON audit_digest");
  }

  private static TrailRow row(String organisation) {
    return TrailRow.of(call(organisation, "echo"), "{}");
  }

  private static int unsigned(String organisation) {
    return Integer.parseInt(
        TestDatabase.select(
                "SELECT sum(records - signed) FROM audit_chain WHERE organisation = '%s'"
                    .formatted(organisation))
            .getFirst());
  }
}
