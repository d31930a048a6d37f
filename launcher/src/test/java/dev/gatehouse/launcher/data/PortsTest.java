package dev.gatehouse.launcher.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.launcher.suite.Service;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void drawsADifferentPortForEachPart() {
    var ports = Ports.choose(Map.of(), 8080, List.of());

    assertThat(new HashSet<>(ports.numbers().values())).hasSameSizeAs(ports.numbers().values());
    assertThat(ports.get(Ports.EDGE)).isEqualTo(8080);
    assertThat(ports.management(Service.AUDIT)).isBetween(20_000, 32_000);
  }

  @Test
  void keepsThePortsOfTheLastStart() {
    var first = Ports.choose(Map.of(), 8080, List.of());

    var second = Ports.choose(first.numbers(), 8080, List.of());

    assertThat(second).isEqualTo(first);
  }

  @Test
  void drawsAnewWhatSomethingElseHasTaken() throws Exception {
    var first = Ports.choose(Map.of(), 8080, List.of());
    try (var stranger =
        new ServerSocket(first.get("kafka"), 1, InetAddress.ofLiteral("127.0.0.1"))) {

      var second = Ports.choose(first.numbers(), 8080, List.of());

      assertThat(second.get("kafka")).isNotEqualTo(stranger.getLocalPort());
      assertThat(second.get("vault")).isEqualTo(first.get("vault"));
    }
  }

  @Test
  void keepsThePortThatARunningPartHolds() throws Exception {
    var first = Ports.choose(Map.of(), 8080, List.of());
    try (var ours = new ServerSocket(first.get("auth"), 1, InetAddress.ofLiteral("127.0.0.1"))) {

      var second = Ports.choose(first.numbers(), 8080, List.of("auth"));

      assertThat(second.get("auth")).isEqualTo(ours.getLocalPort());
    }
  }
}
