package dev.gatehouse.auth.organisation;

import dev.gatehouse.platform.identity.Role;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
class MembershipRepository implements PanacheRepositoryBase<Membership, String> {
  private static final String VIEWS =
      """
      SELECT m.user_id, u.username, m.role, m.suspended, m.created_at
      FROM membership m JOIN user_account u ON u.id = m.user_id
      WHERE m.organisation = :organisation
      ORDER BY u.username
      """;

  Optional<Membership> find(String organisation, String user) {
    return find("organisation = ?1 and userId = ?2", organisation, user).firstResultOptional();
  }

  List<Membership> ofUser(String user) {
    return list("userId = ?1 and suspended = false order by organisation", user);
  }

  long activeOwners(String organisation) {
    return count("organisation = ?1 and role = ?2 and suspended = false", organisation, Role.OWNER);
  }

  List<MemberView> views(String organisation) {
    List<?> rows =
        getEntityManager()
            .createNativeQuery(VIEWS, Object[].class)
            .setParameter("organisation", organisation)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(row ->
            new MemberView(
                (String) row[0],
                (String) row[1],
                Role.of((String) row[2]),
                (boolean) row[3],
                (Instant) row[4]))
        .toList();
  }
}
