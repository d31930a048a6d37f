package dev.gatehouse.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.TestDatabase;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A trail goes on, and its days leave, while it is gone over: that is no fault of it. */
@AuditTest
class ChangesMeanwhileTest {
  private static final int RECORDS = 3;

  @Inject StoredTrail trail;

  @BeforeEach
  void records() throws Exception {
    trail.write(RECORDS);
  }

  @Test
  void aDayThatLeavesAfterItsEndWasReadIsNotCut() throws Exception {
    trail.sign();

    Verdict verdict = trail.verify(onceBeforeTheFirstPage(trail::retire));

    assertThat(verdict)
        .returns(null, Verdict::first)
        .returns(1L, Verdict::retired)
        .returns(0L, Verdict::records);
  }

  @Test
  void norIsOneThatWasSignedOnlyThen() throws Exception {
    Verdict verdict =
        trail.verify(
            onceBeforeTheFirstPage(() -> {
              trail.sign();
              trail.retire();
            }));

    assertThat(verdict)
        .returns(null, Verdict::first)
        .returns(1L, Verdict::retired)
        .returns(1L, Verdict::digests);
  }

  @Test
  void norIsOneThatIsMadeAgainAtOnce() throws Exception {
    trail.sign();

    Verdict verdict =
        trail.verify(
            onceBeforeTheFirstPage(() -> {
              trail.retire();
              trail.write(1);
            }));

    assertThat(verdict).returns(null, Verdict::first).returns(1L, Verdict::records);
  }

  @Test
  void aDayThatIsTakenAwayOtherwiseIsCutAllTheSame() throws Exception {
    trail.sign();

    Verdict verdict =
        trail.verify(
            onceBeforeTheFirstPage(
                () -> TestDatabase.administer("DROP TABLE " + trail.partition())));

    assertThat(verdict.first()).returns(Finding.Kind.CUT, Finding::kind).returns(1L, Finding::seq);
  }

  private interface Change {
    void run() throws Exception;
  }

  /** Whether anybody waits is asked before each page, when the end of the chain has been read. */
  private static Asker onceBeforeTheFirstPage(Change change) {
    AtomicBoolean done = new AtomicBoolean();
    return () -> {
      if (done.compareAndSet(false, true)) {
        try {
          change.run();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
      return false;
    };
  }
}
