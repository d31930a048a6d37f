package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.gatehouse.platform.testing.LogLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool that takes nothing, and no relay that gets through to Kafka. */
class GapKeepingTest {
  @TempDir Path path;
  private SpoolDirectory directory;
  private GapRecord gapRecord;

  @BeforeEach
  void aFullSpool() throws IOException, JOSEException, ParseException {
    Path key = path.resolve("key.json");
    Files.writeString(key, new ECKeyGenerator(Curve.P_256).keyID("k").generate().toJSONString());
    gapRecord = new GapRecord(key);
    directory = new SpoolDirectory(path.resolve("spool"), 100);
    directory.measured(101, 0);
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
  }

  /** Nothing of it is still writing when the directory is removed. */
  private GapKeeping keeping() {
    return new GapKeeping(directory, gapRecord, Runnable::run);
  }

  @Test
  void aGapIsKeptFromItsBeginningOn() {
    try (ExecutorService aside = Executors.newVirtualThreadPerTaskExecutor()) {
      new GapKeeping(directory, gapRecord, aside).served("org-1");
    }

    assertThat(directory.path().resolve("gaps")).content().startsWith("org-1 ");
  }

  @Test
  void aGapIsOnRecordAfterARestartToo() throws IOException {
    GapKeeping before = keeping();
    before.served("org-1");
    before.served("org-1");
    before.record(); // full: kept
    assertThat(directory.files()).isEmpty();
    directory.measured(0, 0);

    keeping().record();

    Frame frame = Frame.readFrom(ByteBuffer.wrap(Files.readAllBytes(directory.files().getFirst())));
    assertThat(new String(frame.value(), StandardCharsets.UTF_8))
        .contains("audit.gap", "\"calls\":\"2\"");
    assertThat(directory.path().resolve("gaps")).isEmptyFile();
  }

  @Test
  void aGapThatCannotBeWrittenIsTriedAgainAndStopsNothing() throws IOException {
    directory.measured(0, 0);
    GapKeeping keeping = keeping();
    Path away = path.resolve("away");
    Files.move(directory.path(), away);
    keeping.served("org-1");

    assertThat(keeping.record()).isFalse();
    assertThat(directory.failing()).isTrue();

    Files.move(away, directory.path());
    directory.measured(0, 0);
    assertThat(keeping.record()).isTrue();
    assertThat(directory.files()).hasSize(1);
  }

  @Test
  void whatCannotBeKeptIsSaidOnceAMinuteAndNotAtEachTry() throws IOException {
    Files.createDirectory(directory.path().resolve("gaps.new")); // in the way
    GapKeeping keeping = keeping();

    try (LogLines log = LogLines.of(GapKeeping.class)) {
      keeping.served("org-1");
      for (int i = 0; i < 20; i++) {
        keeping.record();
      }

      assertThat(log.errors()).hasSize(1);
    }
  }

  @Test
  void whatCouldNotBeKeptIsKeptNextTime() throws IOException {
    Gaps gaps = new Gaps(directory.path());
    Path inTheWay = Files.createDirectory(directory.path().resolve("gaps.new"));
    gaps.served("org-1");
    assertThatThrownBy(gaps::save).isInstanceOf(IOException.class);
    Files.delete(inTheWay);

    gaps.save();

    assertThat(directory.path().resolve("gaps")).content().startsWith("org-1 ");
  }
}
