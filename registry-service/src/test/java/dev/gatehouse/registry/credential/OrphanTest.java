package dev.gatehouse.registry.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestVault;
import dev.gatehouse.registry.RegistryTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a secret when the service ends between Vault and the row. */
@RegistryTest
class OrphanTest {
  @Inject CredentialKeeper keeper;
  @Inject EntityManager entities;
  @Inject Tenancy tenancy;

  private final String organisation = TestIdentities.newId();
  private CredentialReference orphan;

  @BeforeEach
  void aSecretThatNothingRefersTo() {
    Credentials credentials = new Credentials(Map.of("X-Key", "secret"), null, null, null, null);
    orphan =
        tenancy.in(organisation, () -> keeper.write(organisation, UUID.randomUUID(), credentials));
  }

  @Test
  void staysWhileTheRequestMayStillBeUnderWay() {
    adopt();
    TestVault.read(orphan.path()).statusCode(200);
    assertThat(becomeDue()).isZero();
  }

  @Test
  void isDestroyedOnceItIsDue() {
    assertThat(becomeDue()).isOne();
    awaitGone();
  }

  @Test
  void isNotReferredToAnyMoreOnceItIsDestroyed() {
    becomeDue();
    awaitGone();
    assertThatThrownBy(this::adopt).isInstanceOf(ProblemException.class);
  }

  @Test
  void waitsForAVaultThatIsAway() {
    TestVault.seal();
    becomeDue();
    TestVault.unseal();
    awaitGone();
  }

  @Test
  void oneThatCannotBeDestroyedKeepsNoOtherBack() {
    for (int i = 0; i < 25; i++) { // more than are taken at a time, and due before it
      announce("not-ours/" + UUID.randomUUID());
    }
    becomeDue();

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> TestVault.read(orphan.path()).statusCode(404));
    inTransaction(() ->
        entities
            .createNativeQuery("DELETE FROM abandoned_secret WHERE path LIKE 'not-ours/%'")
            .executeUpdate());
  }

  private void announce(String path) {
    inTransaction(() ->
        entities
            .createNativeQuery(
                "INSERT INTO abandoned_secret (path, organisation, due_at)"
                    + " VALUES (?, ?, now() - interval '1 hour')")
            .setParameter(1, path)
            .setParameter(2, organisation)
            .executeUpdate());
  }

  private void awaitGone() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> TestVault.read(orphan.path()).statusCode(404));
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> becomeDue() == 0);
  }

  private Object adopt() {
    return inTransaction(() -> {
      keeper.adopt(orphan);
      return 1;
    });
  }

  private int becomeDue() {
    return inTransaction(() ->
        entities
            .createNativeQuery("UPDATE abandoned_secret SET due_at = now() WHERE path = ?")
            .setParameter(1, orphan.path())
            .executeUpdate());
  }

  private int inTransaction(Callable<Integer> work) {
    return tenancy.in(organisation, () -> QuarkusTransaction.requiringNew().call(work));
  }
}
