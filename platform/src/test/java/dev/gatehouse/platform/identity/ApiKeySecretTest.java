package dev.gatehouse.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeySecretTest {

  @Test
  void isReadAgain() {
    ApiKeySecret key = ApiKeySecret.generate();
    assertThat(ApiKeySecret.parse(key.reveal())).contains(key);
  }

  @Test
  void neverShowsItsSecret() {
    ApiKeySecret key = ApiKeySecret.generate();
    assertThat(key.toString()).contains(key.id()).doesNotContain(key.secret());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ghk_", "ghk_abc_def", "ghk_abcdefghijkmnpqr_short", "Bearer x"})
  void otherTextIsNoKey(String text) {
    assertThat(ApiKeySecret.parse(text)).isEmpty();
  }
}
