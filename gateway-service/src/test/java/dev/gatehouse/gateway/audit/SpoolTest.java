package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.gateway.audit.SpoolWriter.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final Written IGNORED = successfully -> {};
  private static final RecordCompletion COMPLETION = BodiesFixture.completion();

  @TempDir Path path;
  private final List<Runnable> turn = new ArrayList<>();
  private SpoolDirectory directory;
  private MockProducer<String, byte[]> kafka;

  @BeforeEach
  void open() {
    directory = new SpoolDirectory(path, 1 << 20);
    kafka = producer(true);
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
  }

  @Test
  void tellsOfARecordOnlyOnceItIsOnFile() throws IOException {
    List<String> told = new ArrayList<>();
    SpoolWriter writer = writer(1 << 20);

    writer.append(ready("o/audit/1", bytes("one")), written -> told.add("1:" + written));
    writer.append(ready("o/audit/2", bytes("two")), written -> told.add("2:" + written));
    assertThat(told).isEmpty();
    endTurn();

    assertThat(told).containsExactly("1:true", "2:true");
    assertThat(Files.size(directory.files().getFirst())).isPositive();
  }

  @Test
  void movesRecordsToKafkaInTheirOrder() throws Exception {
    SpoolWriter writer = writer(1 << 20);
    append(writer, 1, 2000);
    endTurn();

    boolean any = relay().pass();

    assertThat(any).isTrue();
    assertThat(values()).hasSize(2000).startsWith("v1", "v2").endsWith("v1999", "v2000");
  }

  @Test
  void sendsNothingTwice() throws Exception {
    SpoolWriter writer = writer(1 << 20);
    SpoolRelay relay = relay();
    append(writer, 1, 3);
    endTurn();
    relay.pass();
    append(writer, 4, 5);
    endTurn();

    relay.pass();

    assertThat(values()).containsExactly("v1", "v2", "v3", "v4", "v5");
  }

  @Test
  void deletesAFileThatIsDone() throws Exception {
    SpoolWriter writer = writer(100);
    append(writer, 1, 20);
    endTurn();

    relay().pass();

    assertThat(directory.files()).isEmpty();
  }

  @Test
  void aRestartGoesOnWhereKafkaHadAcknowledged() throws Exception {
    SpoolWriter writer = writer(1 << 20);
    append(writer, 1, 3);
    endTurn();
    relay().pass();
    append(writer, 4, 5);
    endTurn();
    restart();

    relay().pass();

    assertThat(values()).containsExactly("v1", "v2", "v3", "v4", "v5");
    assertThat(directory.files()).isEmpty();
  }

  @Test
  void aRecordThatTheProcessDiedOverIsSetAsideAndTheRestIsSent() throws Exception {
    SpoolWriter writer = writer(1 << 20);
    append(writer, 1, 3);
    endTurn();
    Path file = directory.files().getFirst();
    byte[] whole = Files.readAllBytes(file);
    Files.write(
        file,
        Collections.nCopies(7, "x").toString().getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.APPEND);
    assertThat(whole).isNotEmpty();
    restart();

    relay().pass();

    assertThat(values()).containsExactly("v1", "v2", "v3");
    assertThat(path.resolve(file.getFileName() + ".damaged")).exists();
  }

  @Test
  void keepsEverythingWhileKafkaIsAway() throws Exception {
    SpoolWriter writer = writer(100);
    append(writer, 1, 5);
    endTurn();
    SpoolRelay relay =
        new SpoolRelay(directory, COMPLETION, (file, position) -> {}, SpoolTest::refusing);
    assertThatThrownBy(relay::pass).isInstanceOf(KafkaException.class);

    relay().pass();

    assertThat(values()).containsExactly("v1", "v2", "v3", "v4", "v5");
  }

  @Test
  void isNotWritableOnceItIsFull() throws Exception {
    SpoolWriter writer = writer(1 << 20);
    writer.append(ready("o/audit/1", new byte[2 << 20]), IGNORED);
    endTurn();
    SpoolRelay relay =
        new SpoolRelay(directory, COMPLETION, (file, position) -> {}, SpoolTest::refusing);
    assertThatThrownBy(relay::pass).isInstanceOf(KafkaException.class);
    assertThat(directory.writable()).isFalse();

    SpoolRelay again = relay();
    again.pass();
    again.pass();

    assertThat(directory.writable()).isTrue();
    assertThat(kafka.history()).hasSize(1);
  }

  @Test
  void hasRoomAgainWhileItEmpties() throws Exception {
    SpoolWriter writer = writer(1 << 20);
    for (int i = 0; i < 4; i++) {
      writer.append(ready("o/audit/" + i, new byte[700 << 10]), IGNORED);
    }
    endTurn();
    assertThat(directory.writable()).isFalse();
    List<Boolean> writable = new ArrayList<>();

    new SpoolRelay(
            directory,
            COMPLETION,
            (file, position) -> writable.add(directory.writable()),
            () -> kafka)
        .pass();

    assertThat(writable).hasSizeGreaterThan(2).startsWith(false).endsWith(true);
  }

  @Test
  void isFullAlsoWhileTheRelayWaitsForKafka() {
    SpoolWriter writer = writer(1 << 20);

    writer.append(ready("o/audit/1", new byte[2 << 20]), IGNORED);
    endTurn();

    assertThat(directory.writable()).isFalse();
  }

  @Test
  void belongsToOneProcess() {
    assertThatThrownBy(() -> new SpoolDirectory(path, 1 << 20))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("gatehouse.spool.directory");
  }

  @Test
  void whoIsToldMayAppendAgain() throws Exception {
    SpoolWriter writer = writer(1 << 20);
    writer.append(
        ready("o/audit/1", bytes("v1")), written -> append(writer, 2, 12_000)); // over the buffer

    endTurn();
    endTurn();

    relay().pass();
    assertThat(values()).hasSize(12_000).startsWith("v1", "v2").endsWith("v12000");
  }

  @Test
  void oneWhoFailsAfterItsRecordTakesNobodyAlong() {
    List<Boolean> told = new ArrayList<>();
    SpoolWriter writer = writer(1 << 20);
    writer.append(
        ready("o/audit/1", bytes("v1")),
        written -> {
          throw new IllegalStateException("of no concern to others");
        });
    writer.append(ready("o/audit/2", bytes("v2")), told::add);

    endTurn();

    assertThat(told).containsExactly(true);
  }

  @Test
  void nobodyIsToldBeforeTheEndOfTheTurn() {
    List<Boolean> told = new ArrayList<>();
    SpoolWriter writer = writer(1 << 20);
    writer.append(ready("o/audit/1", bytes("v1")), told::add);

    writer.append(ready("o/audit/2", new byte[512 << 10]), told::add);

    assertThat(told).isEmpty();
    endTurn();
    assertThat(told).containsExactly(true, true);
  }

  @Test
  void anAnswerThatWaitsForTheBrokerIsToldOnceKafkaHasTheRecord() throws Exception {
    BrokerWait broker = new BrokerWait(Duration.ofHours(1), () -> {});
    List<Boolean> told = new ArrayList<>();
    SpoolWriter writer = new SpoolWriter(directory, turn::add, 1 << 20, broker, Flush.NONE);
    writer.append(ready("o/audit/1", bytes("v1")), told::add);
    endTurn();
    endTurn();
    assertThat(told).isEmpty();

    new SpoolRelay(directory, COMPLETION, broker::acknowledged, () -> kafka).pass();
    endTurn();

    assertThat(told).containsExactly(true);
  }

  @Test
  void nobodyWaitsForABrokerThatIsAway() {
    BrokerWait broker = new BrokerWait(Duration.ofHours(1), () -> {});
    List<Boolean> told = new ArrayList<>();
    SpoolWriter writer = new SpoolWriter(directory, turn::add, 1 << 20, broker, Flush.NONE);
    writer.append(ready("o/audit/1", bytes("v1")), told::add);
    endTurn();

    broker.away();
    endTurn();

    assertThat(told).containsExactly(true);
    writer.append(ready("o/audit/2", bytes("v2")), told::add);
    endTurn();
    assertThat(told).containsExactly(true, true);
  }

  @Test
  void nobodyWaitsLongerForTheBrokerThanIsAllowed() {
    BrokerWait broker = new BrokerWait(Duration.ZERO, () -> {});
    List<Boolean> told = new ArrayList<>();
    SpoolWriter writer = new SpoolWriter(directory, turn::add, 1 << 20, broker, Flush.NONE);
    writer.append(ready("o/audit/1", bytes("v1")), told::add);
    endTurn();

    broker.tick();
    endTurn();

    assertThat(told).containsExactly(true);
  }

  @Test
  void anAttemptIsToldOnceItIsOnTheDiskAndOthersAtOnce() {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
    try (DiskSync disk = new DiskSync(Flush.DISK)) {
      SpoolWriter writer = new SpoolWriter(directory, loop::add, 1 << 20, disk, Flush.DISK);
      writer.append(ready("o/audit/1", bytes("v1")), done -> told.add("event " + done));
      Objects.requireNonNull(loop.poll()).run();
      assertThat(told).containsExactly("event true");

      writer.appendAttempt(ready("o/audit/2", bytes("v2")), done -> told.add("attempt " + done));
      Objects.requireNonNull(loop.poll()).run();

      Awaitility.await()
          .until(() -> {
            Runnable next = loop.poll();
            if (next != null) {
              next.run();
            }
            return told.size() == 2;
          });
      assertThat(told).containsExactly("event true", "attempt true");
    }
  }

  @Test
  void bodiesComeThroughAFileAndARestart() throws Exception {
    byte[] plain =
        BodiesFixture.plain(
            new Capture(true, 4096, new byte[0]),
            Content.of(bytes("{\"a\":1,\"password\":\"x\"}")),
            Content.NONE,
            Content.NONE);
    byte[] sealed = BodiesFixture.seal().seal(bytes("1"), plain);
    SpoolWriter writer = writer(1 << 20);
    writer.append(
        new CallRecord.Ready("1", bytes("o/audit/1"), sealed, bytes("{\"d\":{}}")), IGNORED);
    endTurn();
    restart();

    relay().pass();

    assertThat(values().getFirst()).contains("\"content\":{\"a\":1,\"password\":\"[redacted]\"}");
  }

  @Test
  void bodiesThatCannotBeOpenedDoNotKeepTheirRecord() throws Exception {
    SpoolWriter writer = writer(1 << 20);
    writer.append(
        new CallRecord.Ready(
            "1", bytes("o/audit/1"), bytes("not sealed by us"), bytes("{\"d\":{}}")),
        IGNORED);
    endTurn();

    relay().pass();

    assertThat(values()).singleElement().asString().contains("\"d\":{", "\"truncated\":true");
  }

  private void restart() throws IOException {
    directory.close();
    directory = new SpoolDirectory(path, 1 << 20);
  }

  private SpoolWriter writer(long segmentBytes) {
    return new SpoolWriter(directory, turn::add, segmentBytes, Confirmation.NONE, Flush.NONE);
  }

  private SpoolRelay relay() {
    return new SpoolRelay(directory, COMPLETION, (file, position) -> {}, () -> kafka);
  }

  private static void append(SpoolWriter writer, int from, int to) {
    for (int i = from; i <= to; i++) {
      writer.append(ready("o/audit/" + i, bytes("v" + i)), IGNORED);
    }
  }

  private void endTurn() {
    List<Runnable> tasks = List.copyOf(turn);
    turn.clear();
    tasks.forEach(Runnable::run);
  }

  private List<String> values() {
    return kafka.history().stream()
        .map(ProducerRecord::value)
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .toList();
  }

  private static Producer<String, byte[]> refusing() {
    MockProducer<String, byte[]> away = producer(true);
    away.sendException = new KafkaException("away");
    return away;
  }

  private static MockProducer<String, byte[]> producer(boolean complete) {
    return new MockProducer<>(complete, null, new StringSerializer(), new ByteArraySerializer());
  }

  private static CallRecord.Ready ready(String key, byte[] value) {
    return new CallRecord.Ready("id", bytes(key), new byte[0], value);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
