package dev.gatehouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyScheduleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant DUE = START.plus(Duration.ofDays(90)).minus(Duration.ofMinutes(59));

  private final KeySchedule schedule = new KeySchedule(KeySettings.fresh());
  private final JWKSet first = schedule.first(START);

  @Test
  void letsTheFirstKeySignAtOnce() {
    assertThat(KeySchedule.signing(first, START).getKeyID()).isEqualTo(id(first, 0));
  }

  @Test
  void leavesAYoungKeyAlone() {
    assertThat(schedule.due(first, START.plus(Duration.ofDays(89)))).isSameAs(first);
  }

  @Test
  void publishesTheNextKeyBeforeItSigns() {
    JWKSet both = schedule.due(first, DUE);
    assertThat(both.size()).isEqualTo(2);
    assertThat(KeySchedule.signing(both, DUE).getKeyID()).isEqualTo(id(first, 0));
  }

  @Test
  void letsTheNextKeySignWhenItsTimeHasCome() {
    JWKSet both = schedule.due(first, DUE);
    assertThat(KeySchedule.signing(both, DUE.plus(Duration.ofHours(1))).getKeyID())
        .isEqualTo(id(both, 1))
        .isNotEqualTo(id(first, 0));
  }

  @Test
  void makesOneNextKeyOnly() {
    JWKSet both = schedule.due(first, DUE);
    assertThat(schedule.due(both, DUE.plusSeconds(60))).isSameAs(both);
    assertThat(schedule.rotated(both, DUE.plusSeconds(60))).isSameAs(both);
  }

  @Test
  void keepsAReplacedKeyAsLongAsItsTokensLive() {
    JWKSet both = schedule.due(first, DUE);
    Instant replaced = DUE.plus(Duration.ofHours(1));
    assertThat(schedule.due(both, replaced.plus(KeySchedule.KEPT_AFTER_REPLACEMENT)).size())
        .isEqualTo(2);
  }

  @Test
  void forgetsAReplacedKeyAfterThat() {
    JWKSet both = schedule.due(first, DUE);
    Instant replaced = DUE.plus(Duration.ofHours(1));
    JWKSet left =
        schedule.due(both, replaced.plus(KeySchedule.KEPT_AFTER_REPLACEMENT).plusSeconds(1));
    assertThat(left.getKeys()).singleElement().isEqualTo(both.getKeys().get(1));
  }

  @Test
  void rotatesByCommandWithoutAnotherKeySigningYet() {
    JWKSet both = schedule.rotated(first, START.plusSeconds(5));
    assertThat(both.size()).isEqualTo(2);
    assertThat(KeySchedule.signing(both, START.plusSeconds(6)).getKeyID()).isEqualTo(id(first, 0));
  }

  @Test
  void replacesAKeyThatWasMadeBeforeTheMomentThatIsSet() {
    KeySchedule wanted =
        new KeySchedule(new KeySettings("none", Optional.of(START.plusSeconds(10))));
    Instant now = START.plusSeconds(20);
    JWKSet both = wanted.due(first, now);
    assertThat(both.size()).isEqualTo(2);
    assertThat(wanted.due(both, now.plusSeconds(60))).isSameAs(both);
  }

  private static String id(JWKSet keys, int index) {
    return keys.getKeys().get(index).getKeyID();
  }
}
