package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file of the spool in which the disk has changed something. */
@Timeout(300) // against one that never ends
class DamagedSpoolTest {
  private static final long DAMAGED_BYTE = 5;

  @TempDir Path path;
  private SpoolDirectory directory;
  private SpoolRelay relay;
  private MockProducer<String, byte[]> kafka;

  @BeforeEach
  void open() {
    kafka = new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    start();
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
  }

  @Test
  void whatIsBehindADamagedRecordIsSent() throws Exception {
    Path file = damaged(done(frames(1, 9)));

    relay.pass();

    assertThat(keys())
        .containsExactly(key(1), key(2), key(3), key(5), key(6), key(7), key(8), key(9));
    assertThat(relay.damaged().inTheMiddle()).isEqualTo(size());
    assertThat(relay.damaged().atTheEnd()).isZero();
    assertThat(kept(file)).hasSize(9L * size());
    assertThat(file).doesNotExist();
  }

  @Test
  void aLengthThatCannotBeTrueKeepsNothingBehindIt() throws Exception {
    for (int length : new int[] {Integer.MAX_VALUE, -1, 0, 16 << 20, 4 * size()}) {
      Path file = done(frames(1, 9));
      write(file, 3L * size(), ByteBuffer.allocate(4).putInt(length).array());
    }

    relay.pass();

    assertThat(keys()).hasSize(5 * 8).doesNotContain(key(4));
  }

  @Test
  void ofAFileThatIsStillWrittenIsSentWhatIsBehindADamagedRecord() throws Exception {
    Path file = damaged(begun(frames(1, 9)));

    relay.pass();
    relay.pass();

    assertThat(keys()).hasSize(8).doesNotContain(key(4));
    assertThat(relay.damaged().inTheMiddle()).isEqualTo(size());
  }

  @Test
  void aDamagedFileIsKeptAlsoWhenTheProcessEndsBetween() throws Exception {
    Path file = damaged(begun(frames(1, 9)));
    relay.pass();
    directory.close();
    start();

    relay.pass();

    assertThat(keys()).hasSize(8);
    assertThat(kept(file)).hasSize(9L * size());
    assertThat(file).doesNotExist();
  }

  @Test
  void whatTheProcessWasKilledOverCountsAsTheEnd() throws Exception {
    byte[] all = frames(1, 3);
    Path file = done(Arrays.copyOf(all, all.length - 7));

    relay.pass();

    assertThat(keys()).containsExactly(key(1), key(2));
    assertThat(relay.damaged().inTheMiddle()).isZero();
    assertThat(relay.damaged().atTheEnd()).isEqualTo(size() - 7);
    assertThat(kept(file)).exists();
  }

  @Test
  void aRecordThatIsBeingWrittenIsNotDamaged() throws Exception {
    byte[] all = frames(1, 3);
    Path file = begun(Arrays.copyOf(all, all.length - 7));
    relay.pass();
    Files.write(
        file, Arrays.copyOfRange(all, all.length - 7, all.length), StandardOpenOption.APPEND);
    directory.end(file);

    relay.pass();

    assertThat(keys()).containsExactly(key(1), key(2), key(3));
    assertThat(kept(file)).doesNotExist();
  }

  /** Each place looks as if nearly all of the file were a record. */
  @Test
  void lengthsThatAreMeantToBeReadWithoutEndCostAsMuchAsIsAllowed() throws Exception {
    int bytes = 8 << 20;
    ByteBuffer all = ByteBuffer.allocate(bytes + 9 * size());
    while (all.position() < bytes - 16) {
      all.putInt(bytes - all.position() - 8).putInt(1).putShort((short) 1).put((byte) 'a');
    }
    all.put(frames(1, 9));
    done(Arrays.copyOf(all.array(), all.position()));

    relay.pass();

    assertThat(keys()).hasSize(9);
  }

  @Test
  void aFileThatCannotBeReadKeepsNoOther() throws Exception {
    Files.createDirectory(path.resolve("0000000000000-000001.spool"));
    done(frames(1, 9));

    assertThatThrownBy(relay::pass).isInstanceOf(IOException.class);

    assertThat(keys()).hasSize(9);
  }

  private void start() {
    directory = new SpoolDirectory(path, 1 << 20);
    relay =
        new SpoolRelay(directory, BodiesFixture.completion(), (file, position) -> {}, () -> kafka);
  }

  /** A file that is still written. */
  private Path begun(byte[] bytes) throws IOException {
    return Files.write(directory.begin(), bytes);
  }

  /** A file that nobody writes any more. */
  private Path done(byte[] bytes) throws IOException {
    Path file = begun(bytes);
    directory.end(file);
    return file;
  }

  /** In its fourth frame. */
  private static Path damaged(Path file) throws IOException {
    long at = 3L * size() + DAMAGED_BYTE;
    byte before = Files.readAllBytes(file)[(int) at];
    write(file, at, new byte[] {(byte) ~before});
    return file;
  }

  private static void write(Path file, long at, byte[] bytes) throws IOException {
    byte[] all = Files.readAllBytes(file);
    System.arraycopy(bytes, 0, all, (int) at, bytes.length);
    Files.write(file, all);
  }

  private static Path kept(Path file) {
    return file.resolveSibling(file.getFileName() + ".damaged");
  }

  private static byte[] frames(int from, int to) {
    ByteBuffer out = ByteBuffer.allocate((to - from + 1) * size());
    IntStream.rangeClosed(from, to).forEach(i -> frame(i).writeTo(out));
    return out.array();
  }

  private static Frame frame(int i) {
    byte[] value = "{\"data\":{\"n\":%d}}".formatted(i).getBytes(StandardCharsets.UTF_8);
    return new Frame(key(i).getBytes(StandardCharsets.UTF_8), new byte[0], value);
  }

  private static int size() {
    return frame(1).size();
  }

  private static String key(int i) {
    return "o/audit/" + i;
  }

  private List<String> keys() {
    return kafka.history().stream().map(ProducerRecord::key).toList();
  }
}
