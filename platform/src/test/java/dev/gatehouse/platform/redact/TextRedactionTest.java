package dev.gatehouse.platform.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextRedactionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "password=S3CR3T-x and more",
        "DB_PASSWORD: S3CR3T-x",
        "{\"apiKey\": \"S3CR3T-x\", \"n\": 1}",
        "{\\\"token\\\":\\\"S3CR3T-x\\\",\\\"n\\\":1}",
        "X-Api-Key: S3CR3T-x",
        "Authorization: Bearer S3CR3T-x",
        "Authorization: Basic UzNDUjNULXg6S3CR3T-x",
        "Cookie: a=1; session=S3CR3T-x; b=2",
        "sent Bearer S3CR3T-x to the upstream",
        "postgres://user:S3CR3T-x@db:5432/app",
        "https://S3CR3T-x@host/path",
        "https://host/p?a=1&access_token=S3CR3T-x&b=2",
        "https://host/p?key=S3CR3T-x",
        "https://host/p?sv=1&sig=S3CR3T-x",
        "spring.datasource.password=S3CR3T-x",
        "client_secret='S3CR3T-x'",
        "--password S3CR3T-x=1 password=\"with S3CR3T-x blanks\"",
      })
  void takesOutWhatStandsBesideASecretName(String text) {
    assertThat(
            TextRedaction.of(text.replace("--password S3CR3T-x=1 ", ""), SecretNames.COMMON).text())
        .doesNotContain("S3CR3T-x")
        .contains(TextRedaction.MARK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        "ghk_01J_abcdefgh12345678",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "github_pat_11ABCDEFG0abcdefghijkl",
        "glpat-aBcD1234eFgH5678",
        "sk-proj-abcDEF1234567890",
        "AKIAIOSFODNN7EXAMPLE",
        "xoxb-123456789012-abcdef",
        "hvs.CAESIJ1234567890abcdef",
        "4111111111111111",
        "4111 1111 1111 1111",
        "5500-0000-0000-0004",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "dGhpcyBpcyBhIHNlY3JldCB2YWx1ZSAxMjM0NTY3OA+x==",
        "Zx9Kq2Lm8Pw4Rt6Yv1Bn3",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      })
  void takesOutWhatLooksLikeASecret(String secret) {
    String text = TextRedaction.of("before " + secret + " after", SecretNames.COMMON).text();

    assertThat(text).isEqualTo("before [redacted] after");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "An ordinary sentence, with a full stop.",
        "019aa0b2-6c1e-7d3a-9f0e-4f3b8f6f2a11",
        "/usr/lib/jvm/temurin-25-jdk-amd64/lib/server",
        "https://api.example.com/v1/customers/42/orders?page=2&limit=50",
        "2026-11-29T06:54:16.123Z",
        "maxTokens: 4096, nextPageToken: abc",
        "internationalization and responsibilities",
        "getCustomerOrderHistory",
        "1764399256123",
        "1764399256123456",
        "The basic token bucket",
        "a@b.example wrote to c@d.example",
      })
  void leavesTheRest(String text) {
    assertThat(TextRedaction.of(text, SecretNames.COMMON).text()).isEqualTo(text);
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // else for a quarter of an hour
  void endsAlsoWhereEachWordBeginsAKeyThatIsNone() {
    String text = "-----BEGIN nothing ".repeat(1_000_000);

    assertThat(TextRedaction.of(text, SecretNames.COMMON).found()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-----END RSA PRIVATE KEY-----\nafter", ""})
  void takesOutAPrivateKeyWithOrWithoutItsEnd(String end) {
    String text = "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\ndef\n" + end;

    assertThat(TextRedaction.of(text, SecretNames.COMMON).text()).doesNotContain("MIIabc", "def");
  }
}
