package dev.gatehouse.auth.organisation;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
class MembershipRepository implements PanacheRepositoryBase<Membership, String> {

  Optional<Membership> find(String organisation, String user) {
    return find("organisation = ?1 and userId = ?2", organisation, user).firstResultOptional();
  }

  List<Membership> ofUser(String user) {
    return list("userId = ?1 and suspended = false order by organisation", user);
  }
}
