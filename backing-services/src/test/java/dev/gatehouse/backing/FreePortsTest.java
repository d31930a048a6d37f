package dev.gatehouse.backing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void noneIsGivenTwice() {
    List<Integer> drawn =
        IntStream.range(0, 1_000).parallel().mapToObj(_ -> FreePorts.draw()).toList();

    assertThat(drawn).doesNotHaveDuplicates().allMatch(port -> port >= 20_000 && port < 32_000);
  }

  @Test
  void aPortThatSomebodyListensAtIsNotFree() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(FreePorts.isFree(taken.getLocalPort())).isFalse();
    }
  }
}
