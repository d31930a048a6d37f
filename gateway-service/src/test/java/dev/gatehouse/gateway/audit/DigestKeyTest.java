package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.platform.vault.VaultException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in the vault as the key of digests. */
class DigestKeyTest {
  @Test
  void takesAKeyOf32Bytes() {
    String key = Base64.getEncoder().encodeToString(new byte[32]);

    assertThat(DigestKey.decode(Map.of("key", key))).hasSize(32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "not base64!", "AAAA"})
  void waitsWhereThereIsNoKey(String stored) {
    assertThatThrownBy(() -> DigestKey.decode(Map.of("key", stored)))
        .isInstanceOf(VaultException.class);
  }

  @Test
  void waitsWhereTheMemberIsMissing() {
    assertThatThrownBy(() -> DigestKey.decode(Map.of())).isInstanceOf(VaultException.class);
  }
}
