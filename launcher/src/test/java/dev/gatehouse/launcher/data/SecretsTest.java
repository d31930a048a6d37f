package dev.gatehouse.launcher.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.launcher.suite.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

  @TempDir private Path temp;
  private DataFolder folder;

  @BeforeEach
  void prepare() {
    folder = DataFolder.of(temp);
    folder.prepare();
  }

  @Test
  void staysTheSameForItsName() {
    var admin = Secrets.of(folder).get("admin");

    assertThat(Secrets.of(folder).get("admin")).isEqualTo(admin).hasSize(32);
    assertThat(Secrets.of(folder).get("other")).isNotEqualTo(admin);
  }

  @Test
  void isReadableByItsOwnerOnly() throws Exception {
    Secrets.of(folder).get("admin");
    new AssertionKeys(folder).ensure();

    try (var files = Files.list(folder.keys())) {
      for (Path file : files.toList()) {
        assertThat(Files.getPosixFilePermissions(file))
            .as(file.toString())
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      }
    }
  }

  @Test
  void showsNoSecretInItsText() {
    var secrets = Secrets.of(folder);

    assertThat(secrets.get("admin")).isNotEmpty();
    assertThat(secrets.toString()).isEqualTo("Secrets[admin]");
  }

  @Test
  void makesAKeyPairForEveryServiceAndTheLauncher() throws Exception {
    var keys = new AssertionKeys(folder);

    keys.ensure();

    var trusted = JWKSet.load(keys.trustedKeysFile().toFile());
    var names = Arrays.stream(Service.values()).map(Service::id).toList();
    assertThat(trusted.getKeys()).extracting(key -> key.getKeyID()).containsAll(names);
    assertThat(trusted.getKeyByKeyId("launcher").isPrivate()).isFalse();
    assertThat(keys.read("launcher").isPrivate()).isTrue();
  }

  @Test
  void keepsTheKeysThatAreThere() {
    var keys = new AssertionKeys(folder);
    keys.ensure();
    var before = keys.read("auth");

    keys.ensure();

    assertThat(keys.read("auth")).isEqualTo(before);
  }
}
