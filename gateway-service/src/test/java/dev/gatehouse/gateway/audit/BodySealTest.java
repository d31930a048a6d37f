package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodySealTest {
  private static final byte[] PLAIN = bytes("what went in");

  /** 10:59:59.999, 11:00:00.000 and 11:59:59.999 UTC of one day. */
  private static final byte[] BEFORE = id(1_796_036_399_999L);

  private static final byte[] AT = id(1_796_036_400_000L);
  private static final byte[] AFTER = id(1_796_039_999_999L);

  private final Set<String> purposes = new TreeSet<>();
  private final BodySeal seal =
      new BodySeal(purpose -> {
        purposes.add(purpose);
        return BodiesFixture.key(purpose);
      });

  @Test
  void opensWhatItHasSealedInWhicheverOrder() throws GeneralSecurityException {
    byte[] first = seal.seal(BEFORE, PLAIN);
    byte[] second = seal.seal(AT, PLAIN);

    assertThat(seal.open(AT, second)).isEqualTo(PLAIN);
    assertThat(seal.open(BEFORE, first)).isEqualTo(PLAIN);
  }

  @Test
  void hasAKeyForEachHour() {
    seal.seal(BEFORE, PLAIN);
    assertThat(purposes).hasSize(1);

    seal.seal(AT, PLAIN);
    seal.seal(AFTER, PLAIN);

    assertThat(purposes).hasSize(2);
  }

  @Test
  void opensNothingThatBelongsToAnotherRecord() {
    byte[] sealed = seal.seal(AT, PLAIN);

    assertThatThrownBy(() -> seal.open(AFTER, sealed)).isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void opensWhatWasSealedBeforeKeysHadHours() throws GeneralSecurityException {
    byte[] sealed =
        new AesGcmJce(BodiesFixture.key("gatehouse gateway audit spool v1")).encrypt(PLAIN, AT);

    byte[] opened = seal.open(AT, sealed);

    assertThat(opened).isEqualTo(PLAIN);
  }

  @Test
  void usesNoNonceTwice() {
    Set<String> nonces = new TreeSet<>();

    for (int i = 0; i < 1_000; i++) {
      nonces.add(HexFormat.of().formatHex(seal.seal(AT, PLAIN), 0, 12));
    }

    assertThat(nonces).hasSize(1_000);
  }

  @Test
  void sealsAsTinkDoes() throws GeneralSecurityException {
    byte[] sealed = seal.seal(AT, PLAIN);

    byte[] opened =
        new AesGcmJce(BodiesFixture.key(purposes.iterator().next())).decrypt(sealed, AT);

    assertThat(opened).isEqualTo(PLAIN);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, 12, 27, 28})
  void opensNothingThatWasCutShort(int length) {
    byte[] cut = Arrays.copyOf(seal.seal(AT, PLAIN), length);

    assertThatThrownBy(() -> seal.open(AT, cut)).isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void opensNothingThatWasChanged() {
    byte[] sealed = seal.seal(AT, PLAIN);
    sealed[sealed.length / 2] ^= 1;

    assertThatThrownBy(() -> seal.open(AT, sealed)).isInstanceOf(GeneralSecurityException.class);
  }

  private static byte[] id(long millis) {
    String digits = "%012x".formatted(millis);
    return bytes(digits.substring(0, 8) + "-" + digits.substring(8) + "-7d3a-9f0e-4f3b8f6f2a11");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
