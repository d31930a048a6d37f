package dev.gatehouse.sync.news;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.upstream.UpstreamFailure;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PausesTest {
  @Test
  void aNameThatDoesNotResolveMayPass() {
    assertThat(pause(new UpstreamFailure.Unresolved("mcp.example.com")))
        .isBetween(Pauses.LONG, Pauses.LONG.multipliedBy(2));
  }

  @Test
  void aBlockedTargetStaysSo() {
    assertThat(pause(new UpstreamFailure.Blocked())).isGreaterThanOrEqualTo(Pauses.NOT_OFFERED);
  }

  private static Duration pause(UpstreamFailure failure) {
    return Pauses.after(failure, Duration.ZERO, new Random(1));
  }
}
