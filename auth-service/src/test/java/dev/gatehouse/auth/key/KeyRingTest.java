package dev.gatehouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.NoDatabase;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.error.OAuthEndpoint;
import dev.gatehouse.auth.error.OAuthErrors;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.testing.FixedVaultConfig;
import dev.gatehouse.platform.vault.Vault;
import dev.gatehouse.platform.vault.VaultConfig;
import dev.gatehouse.platform.vault.VaultException;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

@AuthTest
class KeyRingTest {
  @Inject Vault vault;
  @Inject KeyLog log;
  @Inject AuditLog audit;

  @Test
  void agreesOnOneKeyWhenReplicasStartTogether() throws Exception {
    KeyConfig config = KeySettings.fresh();
    Callable<String> replica = () -> kid(keys(vault, config).loadOrCreate());
    try (var replicas = Executors.newFixedThreadPool(8)) {
      List<String> kids =
          replicas.invokeAll(IntStream.range(0, 8).mapToObj(_ -> replica).toList()).stream()
              .map(kid -> kid.resultNow())
              .toList();
      assertThat(kids).containsOnly(kids.getFirst());
    }
  }

  @Test
  void leavesARecordOfTheFirstKey() throws Exception {
    String kid = kid(keys(vault, KeySettings.fresh()).loadOrCreate());
    try (Topic trail = new Topic(Topics.AUDIT)) {
      AuditRecord record =
          trail.await(
              AuditRecord.class,
              found ->
                  found.action().equals("signing-key.create")
                      && kid.equals(found.target().id())
                      && found.phase() == Phase.OUTCOME);
      assertThat(record.organisation()).isEqualTo(EventKey.PLATFORM);
      assertThat(record.outcome().status()).isEqualTo(Outcome.Status.SUCCESS);
    }
  }

  @Test
  void makesNoKeyThatCannotBeOnRecord() {
    KeyConfig config = KeySettings.fresh();
    SigningKeys keys =
        new SigningKeys(
            vault, new KeySchedule(config), config, new KeyLog(audit, new NoDatabase()));
    assertThatThrownBy(keys::loadOrCreate).isSameAs(NoDatabase.AWAY);
    assertThatThrownBy(() -> vault.secrets().readLatest(config.path()))
        .isInstanceOfSatisfying(
            VaultException.class,
            e -> assertThat(e.kind()).isEqualTo(VaultException.Kind.NOT_FOUND));
  }

  /** What was tried and not done stays on record: that it was not done is a record of its own. */
  @Test
  void leavesARecordOfTheKeyThatCameTooLate() throws Exception {
    KeyConfig config = KeySettings.fresh();
    keys(vault, config).loadOrCreate();
    JWKSet late = new KeySchedule(config).first(Instant.now());
    keys(vault, config).change(Actor.service("auth"), _ -> overtaken(config, late));
    try (Topic trail = new Topic(Topics.AUDIT)) {
      AuditRecord record =
          trail.await(
              AuditRecord.class,
              found -> kid(late).equals(found.target().id()) && found.phase() == Phase.OUTCOME);
      assertThat(record.outcome()).isEqualTo(new Outcome(Outcome.Status.ERROR, "conflict"));
      assertThat(record.attempt()).isNotNull();
    }
  }

  /** Another replica changes the keys while this one makes up its mind. */
  private JWKSet overtaken(KeyConfig config, JWKSet wanted) {
    keys(vault, config)
        .change(Actor.service("auth"), _ -> new KeySchedule(config).first(Instant.now()));
    return wanted;
  }

  @Test
  void findsTheKeyAgainAfterARestart() {
    KeyConfig config = KeySettings.fresh();
    String before = kid(keys(vault, config).loadOrCreate());
    String after = new KeyRing(keys(vault, config)).signing().getKeyID();
    assertThat(after).isEqualTo(before);
  }

  @Test
  void keepsTheKeysThatItHasWhenTheVaultHasNoneAnyMore() {
    KeyConfig config = KeySettings.fresh();
    SigningKeys stored = keys(vault, config);
    KeyRing ring = new KeyRing(stored);
    String before = ring.signing().getKeyID();
    vault.secrets().destroy(config.path());
    ring.refresh();
    assertThat(ring.signing().getKeyID()).isEqualTo(before);
  }

  @Test
  void isReadyButDegradedWithoutTheVault() {
    KeyRing keys = new KeyRing(keys(new Vault(nowhere()), KeySettings.fresh()));
    var health = new SigningKeyReadiness(keys).call();
    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getData().orElseThrow()).containsEntry("state", "degraded");
  }

  @Test
  void saysThatTheVaultIsAwayWhenAKeyIsNeeded() {
    KeyRing keys = new KeyRing(keys(new Vault(nowhere()), KeySettings.fresh()));
    assertThatThrownBy(keys::signing)
        .isInstanceOfSatisfying(
            VaultException.class,
            e -> assertThat(e.kind()).isEqualTo(VaultException.Kind.UNAVAILABLE));
  }

  @Test
  void isTemporarilyUnavailableInTheWordsOfOAuth() {
    KeyRing keys = new KeyRing(keys(new Vault(nowhere()), KeySettings.fresh()));
    Response answer =
        OAuthErrors.unforeseen(
            OAuthEndpoint.TOKEN, catchThrowableOfType(VaultException.class, keys::signing));
    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(answer.getHeaderString("Retry-After")).isNotNull();
    assertThat(answer.getEntity().toString()).contains("temporarily_unavailable");
  }

  private static String kid(JWKSet keys) {
    return keys.getKeys().getFirst().getKeyID();
  }

  private SigningKeys keys(Vault vault, KeyConfig config) {
    return new SigningKeys(vault, new KeySchedule(config), config, log);
  }

  private static VaultConfig nowhere() {
    return FixedVaultConfig.of("http://127.0.0.1:1", "none");
  }
}
