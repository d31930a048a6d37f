package dev.gatehouse.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reader may take nothing for thirty seconds, and has an hour in all. */
class PacedOutputTest {
  private static final Instant BEGIN = Instant.parse("2026-11-20T08:00:00Z");

  private Instant now = BEGIN;
  private Duration taking = Duration.ZERO;
  private boolean overdueMeanwhile;

  private final PacedOutput out =
      new PacedOutput(
          new Reader(), () -> now, Duration.ofSeconds(30), BEGIN.plus(Duration.ofHours(1)));

  /** Takes its time for everything that is written. */
  private final class Reader extends OutputStream {
    @Override
    public void write(int b) {
      now = now.plus(taking);
      overdueMeanwhile = out.overdue();
    }

    @Override
    public void flush() {
      write(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"PT30S, false", "PT30.001S, true"})
  void aReaderHasSoMuchTimeToTakeSomething(Duration takes, boolean overdue) throws IOException {
    taking = takes;

    out.write('x');

    assertThat(overdueMeanwhile).isEqualTo(overdue);
  }

  @Test
  void aReaderThatTakesWhatIsFlushedIsWaitedForTheSame() throws IOException {
    taking = Duration.ofSeconds(31);

    out.flush();

    assertThat(overdueMeanwhile).isTrue();
  }

  @Test
  void whoTakesLittleByLittleHasAnHour() throws IOException {
    taking = Duration.ofSeconds(30);
    for (int i = 0; i < 120; i++) {
      out.write('x');
      assertThat(overdueMeanwhile).isFalse();
    }

    out.write('x');

    assertThat(overdueMeanwhile).isTrue();
  }

  @Test
  void whileNothingIsWrittenNobodyIsWaitedFor() throws IOException {
    out.write('x');

    now = now.plus(Duration.ofHours(2));

    assertThat(out.overdue()).isFalse();
  }
}
