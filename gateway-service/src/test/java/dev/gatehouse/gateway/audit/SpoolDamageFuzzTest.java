package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever becomes of some bytes of a file: each record that was not touched is sent, once, and
 * nothing that was not written.
 */
class SpoolDamageFuzzTest {
  private static final RecordCompletion COMPLETION = BodiesFixture.completion();
  private static final BodySeal SEAL = BodiesFixture.seal();

  private final Logger log = Logger.getLogger(DamagedParts.class.getName());
  private final Level level = log.getLevel();

  @TempDir Path path;
  private SpoolDirectory directory;

  @BeforeEach
  void open() {
    log.setLevel(Level.OFF); // it tells of each of thousands
    directory = new SpoolDirectory(path, 1L << 30);
  }

  @AfterEach
  void close() throws IOException {
    log.setLevel(level);
    directory.close();
  }

  /** 3,000 files; {@code -Dgatehouse.fuzz.inputs=1000000} for a long run, a seed for one file. */
  @Test
  @Timeout(3600) // against one that never ends
  void eachRecordThatWasNotTouchedIsSentOnce() {
    Long one = Long.getLong("gatehouse.fuzz.seed");
    int inputs = one == null ? Integer.getInteger("gatehouse.fuzz.inputs", 3_000) : 1;
    Random seeds = new Random();
    for (int i = 0; i < inputs; i++) {
      long seed = one == null ? seeds.nextLong() : one;
      try {
        damageAndRelay(new Random(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("with -Dgatehouse.fuzz.seed=" + seed, e);
      }
    }
  }

  private void damageAndRelay(Random random) throws IOException, InterruptedException {
    Map<String, byte[]> written = frames(random);
    Damaged file = new Damaged(written.values());
    for (int i = random.nextInt(5); i >= 0; i--) {
      file.damage(random);
    }
    Relayed relayed = relay(file.bytes, random);

    assertThat(relayed.keys()).doesNotHaveDuplicates().isSubsetOf(written.keySet());
    assertThat(relayed.keys()).containsAll(file.untouched(written));
    long sent = relayed.keys().stream().mapToLong(key -> written.get(key).length).sum();
    assertThat(relayed.damaged()).isEqualTo(file.bytes.length - sent);
  }

  private record Relayed(List<String> keys, long damaged) {}

  /** A file that grows in steps, of which some are followed by another process. */
  private Relayed relay(byte[] bytes, Random random) throws IOException, InterruptedException {
    MockProducer<String, byte[]> kafka =
        new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    Path file = directory.begin();
    Files.createFile(file);
    long damaged = 0;
    SpoolRelay relay = relay(kafka);
    int at = 0;
    for (int steps = random.nextInt(3); steps >= 0; steps--) {
      int to = steps == 0 ? bytes.length : at + random.nextInt(bytes.length - at + 1);
      Files.write(file, Arrays.copyOfRange(bytes, at, to), StandardOpenOption.APPEND);
      at = to;
      relay.pass();
      if (random.nextInt(4) == 0) {
        damaged += damaged(relay);
        relay = relay(kafka);
      }
    }
    directory.end(file);
    relay.pass();
    damaged += damaged(relay);
    Path kept = file.resolveSibling(file.getFileName() + ".damaged");
    assertThat(Files.exists(kept)).isEqualTo(damaged > 0);
    assertThat(directory.files()).isEmpty();
    Files.deleteIfExists(kept);
    return new Relayed(kafka.history().stream().map(ProducerRecord::key).toList(), damaged);
  }

  private SpoolRelay relay(MockProducer<String, byte[]> kafka) {
    return new SpoolRelay(directory, COMPLETION, (file, position) -> {}, () -> kafka);
  }

  private static long damaged(SpoolRelay relay) {
    return relay.damaged().inTheMiddle() + relay.damaged().atTheEnd();
  }

  /** By their keys, in the order of writing. */
  private static Map<String, byte[]> frames(Random random) {
    Map<String, byte[]> all = new TreeMap<>();
    int count = 1 + random.nextInt(30);
    for (int i = 0; i < count; i++) {
      String id = "%08x-%s".formatted(i, UUID.randomUUID());
      String key = "organisation/audit/" + id;
      byte[] filling = new byte[random.nextInt(random.nextInt(400) == 0 ? 3 << 20 : 600)];
      Arrays.fill(filling, (byte) 'x');
      byte[] sealed =
          random.nextBoolean()
              ? new byte[0]
              : SEAL.seal(
                  bytes(id),
                  BodiesFixture.plain(
                      new Capture(false, 4096, new byte[0]),
                      Content.of(filling),
                      Content.NONE,
                      Content.NONE));
      String value =
          "{\"filling\":\"%s\",\"data\":{}}".formatted(new String(filling, StandardCharsets.UTF_8));
      Frame frame = new Frame(bytes(key), sealed, bytes(value));
      ByteBuffer out = ByteBuffer.allocate(frame.size());
      frame.writeTo(out);
      all.put(key, out.array());
    }
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes of a file, and of each where it was before; -1 of what was not. */
  private static final class Damaged {
    private byte[] bytes;
    private int[] origins;

    Damaged(Iterable<byte[]> frames) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      frames.forEach(all::writeBytes);
      bytes = all.toByteArray();
      origins = new int[bytes.length];
      Arrays.setAll(origins, i -> i);
    }

    void damage(Random random) {
      if (bytes.length == 0) {
        return;
      }
      int from = random.nextInt(bytes.length);
      int most = random.nextInt(10) == 0 ? bytes.length : 64;
      int to = Math.min(bytes.length, from + 1 + random.nextInt(most));
      switch (random.nextInt(5)) {
        case 0 -> { // a bit
          bytes[from] ^= (byte) (1 << random.nextInt(8));
          origins[from] = -1;
        }
        case 1 -> overwrite(from, random(random, to - from));
        case 2 -> overwrite(from, new byte[to - from]);
        case 3 -> replace(from, to, new byte[0]);
        default -> replace(from, from, random(random, to - from));
      }
    }

    private static byte[] random(Random random, int length) {
      byte[] some = new byte[length];
      random.nextBytes(some);
      return some;
    }

    private void overwrite(int from, byte[] by) {
      System.arraycopy(by, 0, bytes, from, by.length);
      Arrays.fill(origins, from, from + by.length, -1);
    }

    private void replace(int from, int to, byte[] by) {
      byte[] fresh = new byte[bytes.length - (to - from) + by.length];
      int[] now = new int[fresh.length];
      System.arraycopy(bytes, 0, fresh, 0, from);
      System.arraycopy(origins, 0, now, 0, from);
      System.arraycopy(by, 0, fresh, from, by.length);
      Arrays.fill(now, from, from + by.length, -1);
      System.arraycopy(bytes, to, fresh, from + by.length, bytes.length - to);
      System.arraycopy(origins, to, now, from + by.length, bytes.length - to);
      bytes = fresh;
      origins = now;
    }

    /** The keys of those that are there as they were. */
    List<String> untouched(Map<String, byte[]> frames) {
      List<String> keys = new ArrayList<>();
      int start = 0;
      int at = 0;
      for (Map.Entry<String, byte[]> frame : frames.entrySet()) {
        while (at < origins.length && origins[at] < start) {
          at++;
        }
        int length = frame.getValue().length;
        int same = 0;
        while (same < length && at + same < origins.length && origins[at + same] == start + same) {
          same++;
        }
        if (same == length) {
          keys.add(frame.getKey());
        }
        start += length;
      }
      return keys;
    }
  }
}
