package dev.gatehouse.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.http.FetchResult.Blocked;
import dev.gatehouse.platform.http.FetchResult.Response;
import dev.gatehouse.platform.http.FetchResult.TooManyRedirects;
import dev.gatehouse.platform.http.FetchResult.Unresolved;
import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {
  private static final FetchLimits FOLLOWING = new FetchLimits(Duration.ofSeconds(20), 1000, 2);

  private final Names names =
      Names.none()
          .with("one.example", "127.0.0.1")
          .with("two.example", "127.0.0.1")
          .with("inside.example", "10.0.0.1");
  private final Client client = new Client(Client.LOOPBACK, names);

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void isGivenBackUnlessAskedFor() throws Exception {
    try (var target = redirecting("http://one.example/elsewhere")) {
      var result = client.get(target.url("/"));

      assertThat(((Response) result).status()).isEqualTo(302);
      assertThat(target.accepted).hasValue(1);
    }
  }

  @Test
  void keepsHeadersAtTheSameOrigin() throws Exception {
    try (var target = onceTo("/next?a=b#part")) {
      var result = client.fetch(withCredentials(target.url("/first")));

      assertThat(((Response) result).uri()).hasToString(target.url("/next?a=b"));
      assertThat(target.requests.get(1))
          .contains("GET /next?a=b HTTP/1.1", "Authorization: Bearer t", "X-Api-Key: k");
    }
  }

  @Test
  void dropsCredentialsAtAnotherPort() throws Exception {
    try (var end = Listener.saying("end");
        var start = redirecting(end.url("/"))) {
      var result = client.fetch(withCredentials(start.url("/")));

      assertThat(((Response) result).body()).hasToString("end");
      assertThat(end.requests.getFirst())
          .contains("Accept: text/plain")
          .noneMatch(line -> line.matches("(?i)(authorization|cookie|x-api-key):.*"));
    }
  }

  @Test
  void dropsCredentialsAtAnotherHost() throws Exception {
    try (var end = Listener.saying("end");
        var start = redirecting("http://two.example:" + end.port() + "/")) {
      client.fetch(withCredentials("http://one.example:" + start.port() + "/"));

      assertThat(end.requests.getFirst())
          .noneMatch(line -> line.matches("(?i)(authorization|cookie|x-api-key):.*"));
    }
  }

  @Test
  void doesNotGiveCredentialsBackOnReturn() throws Exception {
    var back = new String[1];
    try (var away = Listener.answering(out -> redirect(out, back[0]));
        var home = onceTo(away.url("/"))) {
      back[0] = home.url("/again");
      client.fetch(withCredentials(home.url("/")));

      assertThat(home.requests.get(1)).noneMatch(line -> line.startsWith("Authorization"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1/",
        "http://inside.example/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "//10.0.0.1/",
        "http://user@one.example/",
        "ftp://one.example/",
        "file:///etc/passwd",
        "http:opaque",
        "http://nowhere.internal/",
        "http://["
      })
  void isNotFollowedToABlockedTarget(String location) throws Exception {
    try (var target = onceTo(location)) {
      var result = client.fetch(FetchRequest.get(URI.create(target.url("/"))).within(FOLLOWING));

      assertThat(result).isEqualTo(new Blocked());
    }
  }

  @Test
  void saysThatANameDoesNotResolve() throws Exception {
    try (var target = onceTo("http://nowhere.example/")) {
      var result = client.fetch(FetchRequest.get(URI.create(target.url("/"))).within(FOLLOWING));

      assertThat(result).isEqualTo(new Unresolved());
    }
  }

  @Test
  void endsAfterTheLimit() throws Exception {
    try (var target = redirecting("/loop")) {
      var result = client.fetch(FetchRequest.get(URI.create(target.url("/"))).within(FOLLOWING));

      assertThat(result).isEqualTo(new TooManyRedirects());
      assertThat(target.accepted).hasValue(3);
    }
  }

  @Test
  void isNotFollowedWithABody() throws Exception {
    try (var target = redirecting("/elsewhere")) {
      var request =
          FetchRequest.post(URI.create(target.url("/")), "text/plain", Buffer.buffer("secret"));

      var result = client.fetch(request.within(FOLLOWING));

      assertThat(((Response) result).status()).isEqualTo(302);
    }
  }

  private static FetchRequest withCredentials(String uri) {
    return FetchRequest.get(URI.create(uri))
        .header("Authorization", "Bearer t")
        .header("Cookie", "c=1")
        .header("X-Api-Key", "k")
        .header("Accept", "text/plain")
        .within(FOLLOWING);
  }

  private static Listener redirecting(String location) {
    return Listener.answering(out -> redirect(out, location));
  }

  /** Redirects the first request and answers the others. */
  private static Listener onceTo(String location) {
    var left = new java.util.concurrent.atomic.AtomicInteger(1);
    return Listener.answering(out -> {
      if (left.getAndDecrement() > 0) {
        redirect(out, location);
      } else {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes());
      }
    });
  }

  private static void redirect(OutputStream out, String location) throws java.io.IOException {
    out.write(
        "HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 4\r\n\r\nbody"
            .formatted(location)
            .getBytes(StandardCharsets.ISO_8859_1));
  }
}
