package dev.gatehouse.registry.credential;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;

/**
 * Moves credentials into Vault and out of it. A secret is written to a path of its own first, then
 * a row commits the reference to it; no path is ever written twice.
 */
@ApplicationScoped
public class CredentialKeeper {
  private final Vault vault;
  private final AbandonedSecrets abandoned;
  private final CredentialConfig config;

  CredentialKeeper(Vault vault, AbandonedSecrets abandoned, CredentialConfig config) {
    this.vault = vault;
    this.abandoned = abandoned;
    this.config = config;
  }

  /**
   * Writes credentials to a new path; outside of any transaction.
   *
   * @throws dev.gatehouse.platform.vault.VaultException if Vault does not take them; what it may
   *     have stored nevertheless is destroyed later
   */
  @Transactional(Transactional.TxType.NEVER)
  public CredentialReference write(String organisation, UUID connector, Credentials credentials) {
    String path =
        "orgs/%s/connectors/%s/%s"
            .formatted(organisation, connector, UuidCreator.getTimeOrderedEpoch());
    abandoned.announce(organisation, path, Instant.now().plus(config.orphanedAfter()));
    int version = vault.secrets().create(path, credentials.document());
    return new CredentialReference(path, version);
  }

  /** Confirms that a row refers to the secret now, in the transaction that writes the row. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void adopt(CredentialReference reference) {
    if (!abandoned.remove(reference.path())) {
      throw ProblemException.of(
          CommonProblem.UNAVAILABLE, "The credentials could not be kept in time; try again.");
    }
  }

  /** Gives up a secret in the transaction that stops to refer to it; destroyed after it commits. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void abandon(String organisation, CredentialReference reference) {
    abandoned.add(
        organisation, reference.path(), Instant.now().plus(config.keptAfterReplacement()));
  }
}
