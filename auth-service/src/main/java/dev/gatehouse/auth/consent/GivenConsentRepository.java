package dev.gatehouse.auth.consent;

import dev.gatehouse.auth.authorize.PendingAuthorization;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
class GivenConsentRepository implements PanacheRepositoryBase<GivenConsent, String> {

  /** The consent that answers exactly this request. */
  Optional<GivenConsent> find(PendingAuthorization request, String organisation, String user) {
    return find(
            "organisation = ?1 and userId = ?2 and clientId = ?3 and resource = ?4"
                + " and redirectUri = ?5",
            organisation,
            user,
            request.clientId(),
            request.resource(),
            request.redirectUri())
        .firstResultOptional();
  }

  List<GivenConsent> ofUser(String user) {
    return list("userId = ?1 order by givenAt desc, id", user);
  }

  Optional<GivenConsent> ofUser(String user, String id) {
    return find("id = ?1 and userId = ?2", id, user).firstResultOptional();
  }
}
