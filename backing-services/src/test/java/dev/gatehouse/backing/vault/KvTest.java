package dev.gatehouse.backing.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KvTest {

  private final VaultUnderTest vault = VaultUnderTest.get();
  private String kv;

  @BeforeEach
  void mount() throws Exception {
    kv = vault.mount("kv");
  }

  @Test
  void readsWhatWasWritten() throws Exception {
    var written = vault.post(kv + "/data/a/b", "{'data': {'user': 'eve', 'n': 1.50}}");

    var read = vault.get(kv + "/data/a/b");

    assertThat(written.status()).isEqualTo(200);
    assertThat(written.data().path("version").asInt()).isEqualTo(1);
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.data().path("data").path("user").asText()).isEqualTo("eve");
    assertThat(read.data().path("metadata").path("version").asInt()).isEqualTo(1);
    assertThat(read.data().path("metadata").path("destroyed").asBoolean()).isFalse();
    assertThat(read.data().path("metadata").path("deletion_time").asText()).isEmpty();
    assertThat(read.body().path("request_id").asText()).isNotEmpty();
  }

  @Test
  void answersUnknownPathsWithAnEmptyErrorList() throws Exception {
    var read = vault.get(kv + "/data/nothing");

    assertThat(read.status()).isEqualTo(404);
    assertThat(read.errors()).isEqualTo("[]");
  }

  @Test
  void readsAnOlderVersion() throws Exception {
    vault.post(kv + "/data/x", "{'data': {'v': 'one'}}");
    vault.post(kv + "/data/x", "{'data': {'v': 'two'}}");

    var first = vault.get(kv + "/data/x?version=1");

    assertThat(first.data().path("data").path("v").asText()).isEqualTo("one");
    assertThat(vault.get(kv + "/data/x?version=7").status()).isEqualTo(404);
  }

  @Test
  void createsOnlyOnceWithCheckAndSetZero() throws Exception {
    vault.post(kv + "/data/x", "{'options': {'cas': 0}, 'data': {'v': 1}}");

    var second = vault.post(kv + "/data/x", "{'options': {'cas': 0}, 'data': {'v': 2}}");

    assertThat(second.status()).isEqualTo(400);
    assertThat(second.errors())
        .contains("check-and-set parameter did not match the current version");
  }

  @Test
  void updatesWithTheCurrentVersionAsCheckAndSet() throws Exception {
    vault.post(kv + "/data/x", "{'options': {'cas': 0}, 'data': {'v': 1}}");

    var second = vault.post(kv + "/data/x", "{'options': {'cas': 1}, 'data': {'v': 2}}");

    assertThat(second.data().path("version").asInt()).isEqualTo(2);
  }

  @Test
  void requiresCheckAndSetWhereTheMountSaysSo() throws Exception {
    vault.post(kv + "/config", "{'cas_required': true}");

    var written = vault.post(kv + "/data/x", "{'data': {'v': 1}}");

    assertThat(written.status()).isEqualTo(400);
    assertThat(written.errors()).contains("check-and-set parameter required for this call");
  }

  @Test
  void requiresCheckAndSetWhereTheSecretSaysSo() throws Exception {
    vault.post(kv + "/metadata/x", "{'cas_required': true}");

    assertThat(vault.post(kv + "/data/x", "{'data': {'v': 1}}").status()).isEqualTo(400);
  }

  @Test
  void refusesAWriteWithoutData() throws Exception {
    var written = vault.post(kv + "/data/x", "{'v': 1}");

    assertThat(written.status()).isEqualTo(400);
    assertThat(written.errors()).contains("no data provided");
  }

  @Test
  void hidesADeletedVersionButShowsItsMetadata() throws Exception {
    vault.post(kv + "/data/x", "{'data': {'v': 1}}");

    var deleted = vault.delete(kv + "/data/x");

    var read = vault.get(kv + "/data/x");
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(read.status()).isEqualTo(404);
    assertThat(read.data().path("data").isNull()).isTrue();
    assertThat(read.data().path("metadata").path("deletion_time").asText()).isNotEmpty();
    assertThat(read.data().path("metadata").path("destroyed").asBoolean()).isFalse();
  }

  @Test
  void undeletesADeletedVersion() throws Exception {
    vault.post(kv + "/data/x", "{'data': {'v': 1}}");
    vault.post(kv + "/delete/x", "{'versions': [1]}");

    var undeleted = vault.post(kv + "/undelete/x", "{'versions': [1]}");

    assertThat(undeleted.status()).isEqualTo(204);
    assertThat(vault.get(kv + "/data/x").data().path("data").path("v").asInt()).isEqualTo(1);
  }

  @Test
  void neverRestoresADestroyedVersion() throws Exception {
    vault.post(kv + "/data/x", "{'data': {'v': 1}}");
    vault.post(kv + "/destroy/x", "{'versions': [1]}");

    vault.post(kv + "/undelete/x", "{'versions': [1]}");

    var read = vault.get(kv + "/data/x");
    assertThat(read.status()).isEqualTo(404);
    assertThat(read.data().path("metadata").path("destroyed").asBoolean()).isTrue();
  }

  @Test
  void refusesToDeleteNoVersion() throws Exception {
    var deleted = vault.post(kv + "/delete/x", "{}");

    assertThat(deleted.status()).isEqualTo(400);
    assertThat(deleted.errors()).containsIgnoringCase("no version number provided");
  }

  @Test
  void showsTheMetadataOfAllVersions() throws Exception {
    vault.post(kv + "/data/x", "{'data': {'v': 1}}");
    vault.post(kv + "/data/x", "{'data': {'v': 2}}");

    var metadata = vault.get(kv + "/metadata/x").data();

    assertThat(metadata.path("current_version").asInt()).isEqualTo(2);
    assertThat(metadata.path("versions").path("1").path("destroyed").asBoolean()).isFalse();
    assertThat(metadata.path("versions").path("1").has("data")).isFalse();
    assertThat(metadata.path("cas_required").asBoolean()).isFalse();
    assertThat(metadata.path("max_versions").asInt()).isZero();
    assertThat(metadata.path("delete_version_after").asText()).isEqualTo("0s");
  }

  @Test
  void keepsCustomMetadata() throws Exception {
    vault.post(kv + "/data/x", "{'data': {'v': 1}}");

    var written = vault.post(kv + "/metadata/x", "{'custom_metadata': {'owner': 'eve'}}");

    var read = vault.get(kv + "/data/x").data();
    assertThat(written.status()).isEqualTo(204);
    assertThat(read.path("metadata").path("custom_metadata").path("owner").asText())
        .isEqualTo("eve");
  }

  @Test
  void patchesMetadata() throws Exception {
    vault.post(kv + "/metadata/x", "{'custom_metadata': {'a': '1', 'b': '2'}}");

    vault.patch(kv + "/metadata/x", "{'custom_metadata': {'a': null, 'c': '3'}}");

    assertThat(vault.get(kv + "/metadata/x").data().path("custom_metadata").toString())
        .isEqualTo("{\"b\":\"2\",\"c\":\"3\"}");
  }

  @Test
  void forgetsEverythingWhenTheMetadataIsDeleted() throws Exception {
    vault.post(kv + "/data/x", "{'data': {'v': 1}}");

    var deleted = vault.delete(kv + "/metadata/x");

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(vault.get(kv + "/metadata/x").status()).isEqualTo(404);
    var again = vault.post(kv + "/data/x", "{'options': {'cas': 0}, 'data': {'v': 1}}");
    assertThat(again.data().path("version").asInt()).isEqualTo(1);
  }

  @Test
  void dropsTheOldestVersionsBeyondTheLimit() throws Exception {
    vault.post(kv + "/metadata/x", "{'max_versions': 2}");
    for (int i = 1; i <= 4; i++) {
      vault.post(kv + "/data/x", "{'data': {'v': %d}}".formatted(i));
    }

    var metadata = vault.get(kv + "/metadata/x").data();

    assertThat(metadata.path("versions").size()).isEqualTo(2);
    assertThat(metadata.path("oldest_version").asInt()).isEqualTo(3);
    assertThat(vault.get(kv + "/data/x?version=2").status()).isEqualTo(404);
  }

  @Test
  void keepsTenVersionsUnlessToldOtherwise() throws Exception {
    for (int i = 1; i <= 12; i++) {
      vault.post(kv + "/data/x", "{'data': {'v': %d}}".formatted(i));
    }

    assertThat(vault.get(kv + "/metadata/x").data().path("versions").size()).isEqualTo(10);
  }

  @Test
  void listsNamesAndFolders() throws Exception {
    vault.post(kv + "/data/one", "{'data': {}}");
    vault.post(kv + "/data/one/two", "{'data': {}}");
    vault.post(kv + "/data/one/three/four", "{'data': {}}");

    var top = vault.list(kv + "/metadata/");
    var below = vault.get(kv + "/metadata/one?list=true");

    assertThat(top.data().path("keys").toString()).isEqualTo("[\"one\",\"one/\"]");
    assertThat(below.data().path("keys").toString()).isEqualTo("[\"three/\",\"two\"]");
    assertThat(vault.list(kv + "/metadata/none").status()).isEqualTo(404);
  }

  @Test
  void patchesOnlyWhatTheRequestNames() throws Exception {
    vault.post(kv + "/data/x", "{'data': {'a': '1', 'b': {'c': '2', 'd': '3'}}}");

    var patched = vault.patch(kv + "/data/x", "{'data': {'b': {'c': null}, 'e': '4'}}");

    assertThat(patched.data().path("version").asInt()).isEqualTo(2);
    assertThat(vault.get(kv + "/data/x").data().path("data").toString())
        .isEqualTo("{\"a\":\"1\",\"b\":{\"d\":\"3\"},\"e\":\"4\"}");
  }

  @Test
  void refusesToPatchWhatIsNotThere() throws Exception {
    assertThat(vault.patch(kv + "/data/none", "{'data': {'a': 1}}").status()).isEqualTo(404);
  }

  @Test
  void refusesAPatchOfAnotherMediaType() throws Exception {
    var patched = vault.send("PATCH", kv + "/data/x", "{\"data\":{}}", "application/json");

    assertThat(patched.status()).isEqualTo(415);
  }

  @Test
  void setsADeletionTimeWhereVersionsExpire() throws Exception {
    vault.post(kv + "/config", "{'delete_version_after': '1h30m'}");

    var written = vault.post(kv + "/data/x", "{'data': {'v': 1}}");

    assertThat(written.data().path("deletion_time").asText()).isNotEmpty();
    assertThat(vault.get(kv + "/config").data().path("delete_version_after").asText())
        .isEqualTo("1h30m0s");
    assertThat(vault.get(kv + "/data/x").status()).isEqualTo(200);
  }

  @Test
  void readsBackItsConfiguration() throws Exception {
    vault.post(kv + "/config", "{'max_versions': 5, 'cas_required': true}");

    var config = vault.get(kv + "/config").data();

    assertThat(config.path("max_versions").asInt()).isEqualTo(5);
    assertThat(config.path("cas_required").asBoolean()).isTrue();
  }

  @Test
  void oneOfManyWritersWinsACheckAndSet() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      Callable<Integer> write =
          () -> vault.post(kv + "/data/x", "{'options': {'cas': 0}, 'data': {}}").status();

      var statuses = new ArrayList<Integer>();
      for (var answer : threads.invokeAll(Collections.nCopies(24, write))) {
        statuses.add(answer.get());
      }

      assertThat(statuses).containsOnlyOnce(200);
      assertThat(statuses).filteredOn(status -> status == 400).hasSize(23);
    }
  }
}
