package dev.gatehouse.backing.vault;

import static dev.gatehouse.backing.vault.VaultUnderTest.base64;
import static dev.gatehouse.backing.vault.VaultUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransitTest {

  private final VaultUnderTest vault = VaultUnderTest.get();
  private String transit;

  @BeforeEach
  void mount() throws Exception {
    transit = vault.mount("transit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes128-gcm96", "aes256-gcm96", "chacha20-poly1305"})
  void decryptsWhatItEncrypted(String type) throws Exception {
    vault.post(transit + "/keys/k", "{'type': '%s'}".formatted(type));

    var ciphertext = encrypt("k", "hello");

    assertThat(ciphertext).startsWith("vault:v1:");
    assertThat(decrypt("k", ciphertext)).isEqualTo("hello");
  }

  @Test
  void showsAKeyButNotItsSecret() throws Exception {
    vault.post(transit + "/keys/k", "{}");

    var key = vault.get(transit + "/keys/k").data();

    assertThat(key.path("type").asText()).isEqualTo("aes256-gcm96");
    assertThat(key.path("latest_version").asInt()).isEqualTo(1);
    assertThat(key.path("min_decryption_version").asInt()).isEqualTo(1);
    assertThat(key.path("deletion_allowed").asBoolean()).isFalse();
    assertThat(key.path("keys").path("1").isNumber()).isTrue();
    assertThat(key.path("supports_encryption").asBoolean()).isTrue();
    assertThat(vault.get(transit + "/keys/none").status()).isEqualTo(404);
  }

  @Test
  void creatingAKeyTwiceChangesNothing() throws Exception {
    vault.post(transit + "/keys/k", "{}");
    var ciphertext = encrypt("k", "hello");

    vault.post(transit + "/keys/k", "{}");

    assertThat(decrypt("k", ciphertext)).isEqualTo("hello");
  }

  @Test
  void refusesAnUnknownKeyType() throws Exception {
    var created = vault.post(transit + "/keys/k", "{'type': 'rot13'}");

    assertThat(created.status()).isEqualTo(400);
    assertThat(created.errors()).contains("unknown key type");
  }

  @Test
  void encryptingMakesAMissingKey() throws Exception {
    var ciphertext = encrypt("new", "hello");

    assertThat(decrypt("new", ciphertext)).isEqualTo("hello");
    assertThat(vault.list(transit + "/keys").data().path("keys").toString()).contains("new");
  }

  @Test
  void encryptingMakesNoKeyWithoutTheCapabilityToCreate() throws Exception {
    var limited =
        vault.limitedTo("path \"%s/encrypt/*\" { capabilities = [\"update\"] }".formatted(transit));

    var encrypted =
        limited.post(transit + "/encrypt/new", "{'plaintext': '%s'}".formatted(base64("x")));

    assertThat(encrypted.status()).isEqualTo(403);
  }

  @Test
  void derivesAnotherKeyForEachContext() throws Exception {
    vault.post(transit + "/keys/k", "{'derived': true}");
    var encrypted =
        vault.post(
            transit + "/encrypt/k",
            "{'plaintext': '%s', 'context': '%s'}".formatted(base64("hello"), base64("org-1")));
    var ciphertext = encrypted.data().path("ciphertext").asText();

    var same = decryptIn("k", ciphertext, base64("org-1"));
    var other = decryptIn("k", ciphertext, base64("org-2"));

    assertThat(text(same.data().path("plaintext").asText())).isEqualTo("hello");
    assertThat(other.status()).isEqualTo(400);
  }

  @Test
  void refusesADerivedKeyWithoutContext() throws Exception {
    vault.post(transit + "/keys/k", "{'derived': true}");

    var encrypted =
        vault.post(transit + "/encrypt/k", "{'plaintext': '%s'}".formatted(base64("x")));

    assertThat(encrypted.status()).isEqualTo(400);
    assertThat(encrypted.errors()).contains("missing 'context' for key derivation");
  }

  @Test
  void bindsACiphertextToItsAssociatedData() throws Exception {
    vault.post(transit + "/keys/k", "{}");
    var encrypted =
        vault.post(
            transit + "/encrypt/k",
            "{'plaintext': '%s', 'associated_data': '%s'}"
                .formatted(base64("hello"), base64("row 1")));
    var ciphertext = encrypted.data().path("ciphertext").asText();

    var other =
        vault.post(
            transit + "/decrypt/k",
            "{'ciphertext': '%s', 'associated_data': '%s'}".formatted(ciphertext, base64("row 2")));

    assertThat(other.status()).isEqualTo(400);
  }

  @Test
  void encryptsWithTheNewestVersionAfterRotation() throws Exception {
    var old = encrypt("k", "hello");

    var rotated = vault.post(transit + "/keys/k/rotate", "{}");

    assertThat(rotated.status()).isBetween(200, 204);
    assertThat(encrypt("k", "hello")).startsWith("vault:v2:");
    assertThat(decrypt("k", old)).isEqualTo("hello");
  }

  @Test
  void rewrapsToTheNewestVersion() throws Exception {
    var old = encrypt("k", "hello");
    vault.post(transit + "/keys/k/rotate", "{}");

    var rewrapped = vault.post(transit + "/rewrap/k", "{'ciphertext': '%s'}".formatted(old));

    var ciphertext = rewrapped.data().path("ciphertext").asText();
    assertThat(ciphertext).startsWith("vault:v2:");
    assertThat(decrypt("k", ciphertext)).isEqualTo("hello");
  }

  @Test
  void refusesVersionsBelowTheMinimum() throws Exception {
    var old = encrypt("k", "hello");
    vault.post(transit + "/keys/k/rotate", "{}");

    vault.post(transit + "/keys/k/config", "{'min_decryption_version': 2}");

    var decrypted = vault.post(transit + "/decrypt/k", "{'ciphertext': '%s'}".formatted(old));
    assertThat(decrypted.status()).isEqualTo(400);
    assertThat(decrypted.errors()).contains("disallowed by policy (too old)");
    assertThat(vault.get(transit + "/keys/k").data().path("keys").has("1")).isFalse();
  }

  @Test
  void refusesAMinimumThatDoesNotExist() throws Exception {
    vault.post(transit + "/keys/k", "{}");

    var configured = vault.post(transit + "/keys/k/config", "{'min_decryption_version': 9}");

    assertThat(configured.status()).isEqualTo(400);
  }

  @Test
  void deletesAKeyOnlyWhereThatIsAllowed() throws Exception {
    vault.post(transit + "/keys/k", "{}");
    var early = vault.delete(transit + "/keys/k");
    vault.post(transit + "/keys/k/config", "{'deletion_allowed': true}");

    var allowed = vault.delete(transit + "/keys/k");

    assertThat(early.status()).isBetween(400, 500);
    assertThat(allowed.status()).isEqualTo(204);
    assertThat(vault.get(transit + "/keys/k").status()).isEqualTo(404);
  }

  @Test
  void encryptsAndDecryptsInBatches() throws Exception {
    var encrypted =
        vault.post(
            transit + "/encrypt/k",
            "{'batch_input': [{'plaintext': '%s', 'reference': 'a'}, {'plaintext': '%s'}]}"
                .formatted(base64("one"), base64("two")));
    var results = encrypted.data().path("batch_results");

    var decrypted =
        vault.post(
            transit + "/decrypt/k",
            "{'batch_input': [{'ciphertext': '%s'}, {'ciphertext': '%s'}]}"
                .formatted(
                    results.path(0).path("ciphertext").asText(),
                    results.path(1).path("ciphertext").asText()));

    assertThat(results.path(0).path("reference").asText()).isEqualTo("a");
    var plain = decrypted.data().path("batch_results");
    assertThat(text(plain.path(0).path("plaintext").asText())).isEqualTo("one");
    assertThat(text(plain.path(1).path("plaintext").asText())).isEqualTo("two");
  }

  @Test
  void failsEachItemOfABatchForItself() throws Exception {
    var good = encrypt("k", "hello");

    var decrypted =
        vault.post(
            transit + "/decrypt/k",
            "{'batch_input': [{'ciphertext': '%s'}, {'ciphertext': 'vault:v1:AAAA'}]}"
                .formatted(good));

    assertThat(decrypted.status()).isEqualTo(400);
    var results = decrypted.data().path("batch_results");
    assertThat(text(results.path(0).path("plaintext").asText())).isEqualTo("hello");
    assertThat(results.path(1).path("error").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "vault:v1", "vault:vx:AAAA", "vault:v9:AAAA", "vault:v1:%%%"})
  void refusesWhatIsNoCiphertext(String ciphertext) throws Exception {
    vault.post(transit + "/keys/k", "{}");

    var decrypted =
        vault.post(transit + "/decrypt/k", "{'ciphertext': '%s'}".formatted(ciphertext));

    assertThat(decrypted.status()).isEqualTo(400);
    assertThat(decrypted.errors()).contains("invalid ciphertext");
  }

  @Test
  void refusesAnUnknownKeyToDecrypt() throws Exception {
    var decrypted = vault.post(transit + "/decrypt/none", "{'ciphertext': 'vault:v1:AAAA'}");

    assertThat(decrypted.status()).isEqualTo(400);
    assertThat(decrypted.errors()).contains("encryption key not found");
  }

  private String encrypt(String key, String plaintext) throws Exception {
    return vault
        .post(transit + "/encrypt/" + key, "{'plaintext': '%s'}".formatted(base64(plaintext)))
        .data()
        .path("ciphertext")
        .asText();
  }

  private String decrypt(String key, String ciphertext) throws Exception {
    var decrypted =
        vault.post(transit + "/decrypt/" + key, "{'ciphertext': '%s'}".formatted(ciphertext));
    return text(decrypted.data().path("plaintext").asText());
  }

  private VaultUnderTest.Answer decryptIn(String key, String ciphertext, String context)
      throws Exception {
    return vault.post(
        transit + "/decrypt/" + key,
        "{'ciphertext': '%s', 'context': '%s'}".formatted(ciphertext, context));
  }
}
