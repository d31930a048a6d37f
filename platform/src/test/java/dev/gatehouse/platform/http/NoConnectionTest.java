package dev.gatehouse.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.http.FetchResult.Blocked;
import dev.gatehouse.platform.http.FetchResult.Unresolved;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target on loopback that nobody may knock at; scheme and port are permitted throughout. */
class NoConnectionTest {
  private final Listener inside = Listener.saying("inside");
  private final Names names =
      Names.none()
          .with("inside.example", "127.0.0.1")
          .with("mixed.example", "8.8.8.8", "127.0.0.1")
          .with("mixed-first.example", "127.0.0.1", "8.8.8.8")
          .with("mapped.example", "::ffff:127.0.0.1")
          .with("six.example", "2606:4700::1111", "::1")
          .with("metadata.google.internal", "169.254.169.254");
  private final Client client =
      new Client(TargetPolicy.publicOnly().reaching(Set.of(inside.port()), true), names);

  @BeforeEach
  void isListening() {
    assertThat(inside.port()).isPositive();
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    inside.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "0177.0.0.1",
        "0.0.0.0",
        "0",
        "localhost",
        "LocalHost.",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "１２７.0.0.1",
        "inside.example",
        "inside.example.",
        "mixed.example",
        "mixed-first.example",
        "mapped.example",
        "six.example",
        "metadata.google.internal",
        "user@inside.example"
      })
  void isMadeToABlockedTarget(String host) throws Exception {
    var result = client.get("http://" + host + ":" + inside.port() + "/secret");

    assertThat(result).isEqualTo(new Blocked()).hasToString("Blocked[]");
    assertThat(((Blocked) result).message()).isEqualTo(TargetVerdict.Blocked.MESSAGE);
    assertThat(inside.accepted).hasValue(0);
  }

  @Test
  void isMadeWhereANameDoesNotResolve() throws Exception {
    var result = client.get("http://no-such-name.example:" + inside.port() + "/secret");

    assertThat(result).isEqualTo(new Unresolved()).hasToString("Unresolved[]");
    assertThat(((Unresolved) result).message()).isEqualTo(TargetVerdict.Unresolved.MESSAGE);
    assertThat(inside.accepted).hasValue(0);
  }

  @Test
  void isMadeToTheSecondAnswerOfAName() throws Exception {
    var rebinding =
        Names.none()
            .with("rebind.example", "127.0.0.1")
            .with("rebind.example", "10.0.0.1")
            .with("rebind.example", "10.0.0.1");
    try (var permitted = Listener.saying("checked");
        var loopback = new Client(Client.LOOPBACK, rebinding)) {
      var uri = "http://rebind.example:" + permitted.port() + "/";

      var first = loopback.get(uri);

      assertThat(((FetchResult.Response) first).body()).hasToString("checked");
      assertThat(rebinding.lookUps).as("nothing asks again while connecting").hasValue(1);
      assertThat(loopback.get(uri)).isEqualTo(new Blocked());
    }
  }

  @Test
  void isMadeAfterANameTurnsPrivate() throws Exception {
    names.with("turning.example", "8.8.8.8").with("turning.example", "127.0.0.1");
    var guard = names.guard(TargetPolicy.publicOnly().reaching(Set.of(inside.port()), true));
    var uri = "http://turning.example:" + inside.port() + "/";

    var verdict = (TargetVerdict.Permitted) guard.check(uri).result();

    assertThat(verdict.addresses()).extracting(a -> a.hostAddress()).isEqualTo(List.of("8.8.8.8"));
    assertThat(client.get(uri)).isEqualTo(new Blocked());
    assertThat(inside.accepted).hasValue(0);
  }
}
