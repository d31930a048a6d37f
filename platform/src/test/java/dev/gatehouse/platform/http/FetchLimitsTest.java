package dev.gatehouse.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.http.FetchResult.Response;
import dev.gatehouse.platform.http.FetchResult.TimedOut;
import dev.gatehouse.platform.http.FetchResult.TooLarge;
import dev.gatehouse.platform.http.FetchResult.WrongContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchLimitsTest {
  private static final FetchLimits SMALL = new FetchLimits(Duration.ofSeconds(20), 1000, 0);
  private static final FetchLimits SHORT = new FetchLimits(Duration.ofMillis(300), 1000, 0);

  private final Client client = new Client(Client.LOOPBACK, Names.none());

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void passesABodyOfJustTheLimit() throws Exception {
    try (var target = Listener.saying("x".repeat(1000))) {
      var result = client.fetch(get(target, SMALL));

      assertThat(((Response) result).body().length()).isEqualTo(1000);
    }
  }

  @Test
  void cutsABodyThatIsAnnouncedAsTooLarge() throws Exception {
    try (var target =
        Listener.answering("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\nnever all")) {
      var result = client.fetch(get(target, SMALL));

      assertThat(result).isEqualTo(new TooLarge());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999999999999999999", "-1", "1, 2"})
  void doesNotBelieveAStrangeLength(String length) throws Exception {
    try (var target =
        Listener.answering("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\nxx")) {
      var result = client.fetch(get(target, SMALL));

      assertThat(result).isInstanceOf(FetchResult.Failure.class);
    }
  }

  @Test
  void cutsAnEndlessBody() throws Exception {
    var written = new AtomicLong();
    try (var target =
        Listener.answering(out -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write(new byte[500]);
            written.addAndGet(500);
          }
        })) {
      var result = client.fetch(get(target, SMALL));

      assertThat(result).isEqualTo(new TooLarge());
    }
  }

  @Test
  void doesNotInflateABomb() throws Exception {
    var bomb = gzip(new byte[50 << 20]);
    try (var target =
        Listener.answering(out -> {
          out.write(
              ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                      .formatted(bomb.length))
                  .getBytes(StandardCharsets.US_ASCII));
          out.write(bomb);
        })) {
      var result = client.fetch(get(target, new FetchLimits(Duration.ofSeconds(20), 1 << 20, 0)));

      assertThat(bomb).hasSizeLessThan(1 << 20);
      assertThat(result).isEqualTo(new WrongContent());
    }
  }

  @Test
  void cutsHugeHeaders() throws Exception {
    try (var target =
        Listener.answering("HTTP/1.1 200 OK\r\nX-Large: " + "x".repeat(20_000) + "\r\n\r\nbody")) {
      var result = client.fetch(get(target, SMALL));

      assertThat(result).isEqualTo(new TooLarge());
    }
  }

  @Test
  void cutsManyHeaders() throws Exception {
    try (var target =
        Listener.answering("HTTP/1.1 200 OK\r\n" + "X-Many: 1\r\n".repeat(5000) + "\r\nbody")) {
      var result = client.fetch(get(target, SMALL));

      assertThat(result).isEqualTo(new TooLarge());
    }
  }

  @Test
  void cutsAHugeStatusLine() throws Exception {
    try (var target = Listener.answering("HTTP/1.1 200 " + "O".repeat(20_000) + "\r\n\r\nbody")) {
      var result = client.fetch(get(target, SMALL));

      assertThat(result).isEqualTo(new TooLarge());
    }
  }

  @Test
  void cutsADrippingBodyAtTheDeadline() throws Exception {
    try (var target =
        Listener.answering(out -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write('x');
            Thread.sleep(20);
          }
        })) {
      var result = client.fetch(get(target, SHORT));

      assertThat(result).isEqualTo(new TimedOut());
    }
  }

  @Test
  void cutsDrippingHeadersAtTheDeadline() throws Exception {
    try (var target =
        Listener.answering(out -> {
          while (true) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(20);
          }
        })) {
      var result = client.fetch(get(target, SHORT));

      assertThat(result).isEqualTo(new TimedOut());
    }
  }

  @Test
  void cutsSilenceAtTheDeadline() throws Exception {
    try (var target = Listener.answering(_ -> Thread.sleep(60_000))) {
      var result = client.fetch(get(target, SHORT));

      assertThat(result).isEqualTo(new TimedOut());
    }
  }

  private static FetchRequest get(Listener target, FetchLimits limits) {
    return FetchRequest.get(URI.create(target.url("/"))).within(limits);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }
}
