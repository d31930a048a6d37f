package dev.gatehouse.backing.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the local vault has: its files, its life, its fault switches. */
class LocalVaultTest {

  private static final String ROOT = "root-token";

  @TempDir private Path directory;

  @Test
  void keepsEverythingAcrossARestart() throws Exception {
    String service;
    try (var vault = start()) {
      setUp(vault);
      service = vault.admin().createToken("reader");
    }

    try (var vault = start()) {
      var read = client(vault, service).get("kv/data/x");
      assertThat(read.data().path("data").path("v").asText()).isEqualTo("secret-value");
    }
  }

  @Test
  void keepsItsDataWhenItStartsWithoutItsKey() throws Exception {
    oneChange();
    Path key = directory.resolve("key.json");
    Path elsewhere = directory.resolve("elsewhere");
    Files.move(key, elsewhere);

    assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining("put it");

    Files.move(elsewhere, key);
    assertTheChangeIsThere();
  }

  @Test
  void keepsItsDataWhenItStartsWithAnotherKey(@TempDir Path other) throws Exception {
    oneChange();
    LocalVault.start(VaultSettings.forTests(other)).close();
    Path key = directory.resolve("key.json");
    byte[] own = Files.readAllBytes(key);
    Files.copy(other.resolve("key.json"), key, StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(this::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another key");

    Files.write(key, own);
    assertTheChangeIsThere();
  }

  private void oneChange() throws IOException {
    try (var vault = start()) {
      vault.admin().enableKv("kv");
    }
  }

  private void assertTheChangeIsThere() throws Exception {
    try (var vault = start()) {
      assertThat(client(vault, ROOT).get("sys/mounts").data().has("kv/")).isTrue();
    }
  }

  @Test
  void keepsAcknowledgedWritesThroughKillMinusNine() throws Exception {
    var other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherJvm.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var output =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(output.lines().anyMatch("stored"::equals)).isTrue();
    } finally {
      other.destroyForcibly().waitFor();
    }

    try (var vault = start()) {
      assertThat(client(vault, ROOT).get("kv/data/x").status()).isEqualTo(200);
    }
  }

  /** Stores one secret and waits to be killed. */
  static final class OtherJvm {
    public static void main(String[] args) throws Exception {
      setUp(LocalVault.start(new VaultSettings(Path.of(args[0]), 0, ROOT, true)));
      System.out.println("stored");
      Thread.sleep(Duration.ofMinutes(5));
    }
  }

  @Test
  void writesNothingReadable() throws Exception {
    try (var vault = start()) {
      setUp(vault);
    }

    var journal = Files.readString(directory.resolve("journal"), StandardCharsets.ISO_8859_1);

    // Nothing shorter: two letters come up by chance in what is encrypted.
    assertThat(journal).doesNotContain("secret-value", "kv/data", "reader");
    for (String file : new String[] {"journal", "key.json"}) {
      assertThat(Files.getPosixFilePermissions(directory.resolve(file)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void dropsARecordThatWasCutOff() throws Exception {
    try (var vault = start()) {
      setUp(vault);
    }
    var journal = directory.resolve("journal");
    var whole = Files.readAllBytes(journal);
    Files.write(journal, new byte[] {0, 0, 1, 0, 42}, StandardOpenOption.APPEND);

    try (var vault = start()) {
      assertThat(client(vault, ROOT).get("kv/data/x").status()).isEqualTo(200);
    }
    assertThat(Files.size(journal)).isEqualTo(whole.length);
  }

  @Test
  void refusesAJournalThatWasChanged() throws Exception {
    try (var vault = start()) {
      setUp(vault);
    }
    var journal = directory.resolve("journal");
    var content = Files.readAllBytes(journal);
    content[20] ^= 1;
    Files.write(journal, content);

    assertThatThrownBy(this::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was changed or belongs to another key");
  }

  @Test
  void answersNothingWhileSealed() throws Exception {
    try (var vault = start()) {
      setUp(vault);

      vault.seal();

      assertThat(client(vault, ROOT).get("kv/data/x").status()).isEqualTo(503);
      assertThat(client(vault, ROOT).get("sys/health").status()).isEqualTo(503);
      vault.unseal();
      assertThat(client(vault, ROOT).get("kv/data/x").status()).isEqualTo(200);
    }
  }

  @Test
  void saysThatItsPortIsInUse() throws Exception {
    try (var vault = start()) {
      var second = new VaultSettings(directory.resolve("other"), vault.port(), ROOT, false);

      assertThatThrownBy(() -> LocalVault.start(second))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on port " + vault.port());
    }
  }

  @Test
  void settingUpTwiceIsTheSameAsOnce() throws Exception {
    try (var vault = start()) {
      setUp(vault);
      vault.admin().ensureToken("service-token", List.of("reader"));

      setUp(vault);
      vault.admin().ensureToken("service-token", List.of("reader"));

      assertThat(client(vault, "service-token").get("kv/data/x").status()).isEqualTo(200);
    }
  }

  @Test
  void shrinksAJournalThatIsMostlyHistory() throws Exception {
    try (var vault = LocalVault.start(new VaultSettings(directory, 0, ROOT, false))) {
      setUp(vault);
      var large = "x".repeat(300_000);
      for (int i = 0; i < 20; i++) {
        client(vault, ROOT).post("kv/data/large", "{'data': {'v': '%s'}}".formatted(large));
        client(vault, ROOT).delete("kv/metadata/large");
      }
    }
    long before = Files.size(directory.resolve("journal"));

    try (var vault = start()) {
      assertThat(Files.size(directory.resolve("journal"))).isLessThan(before / 10);
      assertThat(client(vault, ROOT).get("kv/data/x").status()).isEqualTo(200);
    }
  }

  private LocalVault start() throws IOException {
    return LocalVault.start(new VaultSettings(directory, 0, ROOT, true));
  }

  private static void setUp(LocalVault vault) throws Exception {
    vault.admin().enableKv("kv");
    vault.admin().enableTransit("transit");
    vault.admin().writePolicy("reader", "path \"kv/data/*\" { capabilities = [\"read\"] }");
    client(vault, ROOT).post("kv/data/x", "{'data': {'v': 'secret-value'}}");
  }

  private static VaultUnderTest client(LocalVault vault, String token) {
    return new VaultUnderTest(vault.url(), token);
  }
}
