package dev.gatehouse.platform.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.backing.vault.LocalVault;
import dev.gatehouse.backing.vault.VaultSettings;
import dev.gatehouse.platform.testing.FixedVaultConfig;
import dev.gatehouse.platform.vault.VaultException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  @TempDir static Path directory;
  private static LocalVault server;
  private static Vault registry;
  private static Vault gateway;

  private final String organisation = UUID.randomUUID().toString();
  private final String path = "orgs/" + organisation + "/connectors/" + UUID.randomUUID();

  @BeforeAll
  static void start() throws IOException {
    server = LocalVault.start(VaultSettings.forTests(directory));
    server.admin().enableKv("gatehouse");
    server.admin().enableTransit("transit");
    for (String service : VaultPolicies.SERVICES) {
      server.admin().writePolicy(service, VaultPolicies.of(service));
    }
    registry = as("registry");
    gateway = as("gateway");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whatOneServiceWritesAnotherReads() {
    int version = registry.secrets().create(path, Map.of("headers", Map.of("A", "secret")));
    assertThat(gateway.secrets().read(path, version))
        .isEqualTo(Map.of("headers", Map.of("A", "secret")));
  }

  @Test
  void aSecretIsCreatedOnce() {
    registry.secrets().create(path, Map.of("a", "1"));
    assertThatThrownBy(() -> registry.secrets().create(path, Map.of("a", "2")))
        .isInstanceOfSatisfying(
            VaultException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
  }

  @Test
  void anUpdateKeepsTheVersionBefore() {
    registry.secrets().create(path, Map.of("a", "1"));
    registry.secrets().update(path, 1, Map.of("a", "2"));
    assertThat(gateway.secrets().read(path, 1)).isEqualTo(Map.of("a", "1"));
    assertThat(gateway.secrets().readLatest(path).version()).isEqualTo(2);
  }

  @Test
  void aDestroyedSecretIsGone() {
    registry.secrets().create(path, Map.of("a", "1"));
    registry.secrets().destroy(path);
    assertThatThrownBy(() -> gateway.secrets().read(path, 1))
        .isInstanceOfSatisfying(
            VaultException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  void theRegistryCannotReadWhatItWrote() {
    registry.secrets().create(path, Map.of("a", "1"));
    assertThatThrownBy(() -> registry.secrets().read(path, 1))
        .isInstanceOfSatisfying(
            VaultException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED));
  }

  @Test
  void theGatewayCannotWrite() {
    assertThatThrownBy(() -> gateway.secrets().create(path, Map.of("a", "1")))
        .isInstanceOfSatisfying(
            VaultException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED));
  }

  @Test
  void theGatewayDecryptsWhatSyncEncrypted() {
    byte[] token = "token".getBytes(StandardCharsets.UTF_8);
    String ciphertext = as("connector-sync").transit().encrypt(organisation, token);
    assertThat(ciphertext).startsWith("vault:v1:").doesNotContain("token");
    assertThat(gateway.transit().decrypt(organisation, ciphertext)).isEqualTo(token);
  }

  @Test
  void anOrganisationsKeyDecryptsNothingOfAnother() {
    Vault sync = as("connector-sync");
    String ciphertext = sync.transit().encrypt(organisation, new byte[] {1});
    String other = UUID.randomUUID().toString();
    sync.transit().encrypt(other, new byte[] {2});
    assertThatThrownBy(() -> gateway.transit().decrypt(other, ciphertext))
        .isInstanceOf(VaultException.class);
  }

  @Test
  void aVaultThatIsAwayIsUnavailable() {
    Vault away = new Vault(FixedVaultConfig.of("http://127.0.0.1:1", "none"));
    assertThatThrownBy(() -> away.secrets().read(path, 1))
        .isInstanceOfSatisfying(
            VaultException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
  }

  @Test
  void noErrorShowsTheSecret() {
    assertThatThrownBy(() -> gateway.secrets().create(path, Map.of("a", "s3cret")))
        .hasMessageNotContaining("s3cret")
        .hasStackTraceContaining("write");
  }

  private static Vault as(String service) {
    try {
      return new Vault(FixedVaultConfig.of(server.url(), server.admin().createToken(service)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
