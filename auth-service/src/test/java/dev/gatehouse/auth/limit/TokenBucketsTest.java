package dev.gatehouse.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenBucketsTest {
  private final AtomicLong now = new AtomicLong();
  private final TokenBuckets buckets = new TokenBuckets(3, Duration.ofSeconds(30), now::get);

  @Test
  void saysHowLongToWaitOnceItIsEmpty() {
    useUp();
    assertThat(buckets.take("a")).contains(Duration.ofSeconds(10));
  }

  @Test
  void givesATokenAfterThatTime() {
    useUp();
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(buckets.take("a")).isEmpty();
  }

  @Test
  void neverHoldsMoreThanItsCapacity() {
    now.addAndGet(Duration.ofHours(1).toNanos());
    useUp();
    assertThat(buckets.take("a")).isPresent();
  }

  @Test
  void takesNothingFromThoseWhoOnlyLook() {
    for (int i = 0; i < 10; i++) {
      buckets.wait("a");
    }
    assertThat(buckets.take("a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 20010db800010002",
    "2001:db8:1:2::9, 20010db800010002",
    "fe80::1%eth0, fe80000000000000",
    "unknown, unknown"
  })
  void countsAnIpv6NetworkAsOneAddress(String address, String source) {
    assertThat(Sources.of(address)).isEqualTo(source);
  }

  private void useUp() {
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take("a")).isEmpty();
    }
  }
}
