package dev.gatehouse.auth.organisation;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.platform.event.AuditRecord.Target;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import org.jspecify.annotations.Nullable;

/** Finds a free slug and makes an organisation of it. */
@ApplicationScoped
class NewOrganisation {
  /** Organisations that one person can be a member of. */
  private static final int MOST = 100;

  // Two wishes for one slug wait for each other, so that the second sees what the first took.
  private static final String LOCK = "SELECT true FROM pg_advisory_xact_lock(7205759403792793602)";

  private final Organisations organisations;
  private final Transactions transactions;
  private final AuditLog audit;
  private final EntityManager entities;

  NewOrganisation(
      Organisations organisations,
      Transactions transactions,
      AuditLog audit,
      EntityManager entities) {
    this.organisations = organisations;
    this.transactions = transactions;
    this.audit = audit;
    this.entities = entities;
  }

  sealed interface Result {
    record Created(Member owner) implements Result {}

    record SlugTaken() implements Result {}

    record SlugReserved() implements Result {}

    /** The person is a member of as many as one can be. */
    record TooMany(int most) implements Result {}
  }

  /**
   * @param owner id of the person
   * @param slug wished for, or null for one made of the name
   */
  Result create(String owner, String name, @Nullable String slug) {
    if (slug != null && !Slug.good(slug)) {
      return new Result.SlugReserved();
    }
    return transactions.asPlatform(() -> {
      entities.createNativeQuery(LOCK).getSingleResult();
      if (organisations.of(owner).size() >= MOST) {
        return new Result.TooMany(MOST);
      }
      if (slug != null && taken(slug)) {
        return new Result.SlugTaken();
      }
      String free = slug != null ? slug : free(Slug.from(name));
      Member member = organisations.create(Organisations.newId(), free, name, owner);
      audit.add(
          member.organisation(),
          Decided.done(
              Decided.user(owner),
              "organisation.create",
              Target.of("organisation", member.organisation(), member.slug())));
      return new Result.Created(member);
    });
  }

  private String free(String slug) {
    String candidate = slug;
    for (int number = 2; taken(candidate); number++) {
      candidate = Slug.numbered(slug, number);
    }
    return candidate;
  }

  private boolean taken(String slug) {
    return organisations.findBySlug(slug).isPresent();
  }
}
