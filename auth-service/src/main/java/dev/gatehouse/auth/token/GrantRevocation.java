package dev.gatehouse.auth.token;

import dev.gatehouse.auth.organisation.MembershipEnded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

/** Ends a person's grants in an organisation; in a transaction of that organisation. */
@ApplicationScoped
public class GrantRevocation {
  private final GrantRepository repository;
  private final Grants grants;

  GrantRevocation(GrantRepository repository, Grants grants) {
    this.repository = repository;
    this.grants = grants;
  }

  /**
   * Ends what a person has granted one client.
   *
   * @param why the rule by which it ends
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void ofClient(String organisation, String user, String client, String why) {
    repository
        .list(
            "organisation = ?1 and userId = ?2 and clientId = ?3 and revokedAt is null",
            organisation,
            user,
            client)
        .forEach(grant -> grants.revoke(grant, why));
  }

  /** Whoever leaves an organisation takes no client's access to it along. */
  void onMembershipEnd(@Observes MembershipEnded ended) {
    repository
        .list(
            "organisation = ?1 and userId = ?2 and revokedAt is null",
            ended.organisation(),
            ended.user())
        .forEach(grant -> grants.revoke(grant, "membership-ended"));
  }
}
