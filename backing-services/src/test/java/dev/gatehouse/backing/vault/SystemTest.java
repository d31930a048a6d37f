package dev.gatehouse.backing.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemTest {

  private final VaultUnderTest vault = VaultUnderTest.get();

  @Test
  void tellsEverybodyThatItIsHealthy() throws Exception {
    var health = vault.as(null).get("sys/health");

    assertThat(health.status()).isEqualTo(200);
    assertThat(health.body().path("initialized").asBoolean()).isTrue();
    assertThat(health.body().path("sealed").asBoolean()).isFalse();
    assertThat(health.body().path("standby").asBoolean()).isFalse();
  }

  @Test
  void answersHealthWithTheStatusThatWasAskedFor() throws Exception {
    assertThat(vault.get("sys/health?activecode=204").status()).isEqualTo(204);
  }

  @Test
  void tellsEverybodyItsSealStatus() throws Exception {
    var status = vault.as(null).get("sys/seal-status").body();

    assertThat(status.path("sealed").asBoolean()).isFalse();
    assertThat(status.path("initialized").asBoolean()).isTrue();
  }

  @Test
  void listsItsMounts() throws Exception {
    var kv = vault.mount("kv");

    var mounts = vault.get("sys/mounts");

    var mount = mounts.data().path(kv + "/");
    assertThat(mount.path("type").asText()).isEqualTo("kv");
    assertThat(mount.path("options").path("version").asText()).isEqualTo("2");
    assertThat(mounts.body().path(kv + "/").path("uuid")).isEqualTo(mount.path("uuid"));
  }

  @Test
  void mountsNothingTwiceAtOnePath() throws Exception {
    var path = vault.mount("transit");

    var again = vault.post("sys/mounts/" + path, "{'type': 'transit'}");

    assertThat(again.status()).isEqualTo(400);
    assertThat(again.errors()).contains("path is already in use");
  }

  @Test
  void forgetsTheDataOfAnUnmountedEngine() throws Exception {
    var kv = vault.mount("kv");
    vault.post(kv + "/data/x", "{'data': {'v': 1}}");

    var disabled = vault.delete("sys/mounts/" + kv);

    vault.post("sys/mounts/" + kv, "{'type': 'kv', 'options': {'version': '2'}}");
    assertThat(disabled.status()).isEqualTo(204);
    assertThat(vault.get(kv + "/data/x").status()).isEqualTo(404);
  }

  @Test
  void answersPathsWithoutEngine() throws Exception {
    var answer = vault.get("nothing/here");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.errors()).contains("no handler for route");
  }

  @Test
  void refusesWhatIsNoJson() throws Exception {
    var kv = vault.mount("kv");

    assertThat(vault.send("POST", kv + "/data/x", "{\"data\":", "application/json").status())
        .isEqualTo(400);
  }

  @Test
  void refusesToLeaveAPath() throws Exception {
    var kv = vault.mount("kv");

    assertThat(vault.get(kv + "/data/%2e%2e/config").status()).isBetween(400, 404);
  }
}
