package dev.gatehouse.auth.organisation;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Organisations and who belongs to them; every change is told to the other services. */
@ApplicationScoped
public class Organisations {
  /** Every membership is in the memory of every service. */
  private static final int MOST_MEMBERS = 10_000;

  private final OrganisationRepository organisations;
  private final MembershipRepository memberships;
  private final Outbox outbox;

  Organisations(
      OrganisationRepository organisations, MembershipRepository memberships, Outbox outbox) {
    this.organisations = organisations;
    this.memberships = memberships;
    this.outbox = outbox;
  }

  public static String newId() {
    return UuidCreator.getTimeOrderedEpoch().toString();
  }

  /** Keeps a new organisation with its first owner; the transaction is that organisation's. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Member create(String id, String slug, String name, String owner) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Organisation organisation = new Organisation(id, slug, name, now);
    organisations.persist(organisation);
    Membership membership = new Membership(id, owner, Role.OWNER, now);
    memberships.persist(membership);
    outbox.append(Topics.IDENTITY, organisation.event());
    outbox.append(Topics.IDENTITY, membership.event());
    return Member.of(organisation, Role.OWNER);
  }

  /** What became of somebody's wish to join. */
  public enum Joining {
    JOINED,
    MEMBER_ALREADY,
    /** The organisation has as many members as it can have. */
    FULL
  }

  /** Adds a member. The transaction is the organisation's. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Joining join(String organisation, String user, Role role) {
    outbox.lock(organisation); // also for the count
    if (memberships.find(organisation, user).isPresent()) {
      return Joining.MEMBER_ALREADY;
    }
    if (memberships.count("organisation", organisation) >= MOST_MEMBERS) {
      return Joining.FULL;
    }
    Membership membership =
        new Membership(organisation, user, role, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    memberships.persist(membership);
    outbox.append(Topics.IDENTITY, membership.event());
    return Joining.JOINED;
  }

  public Optional<Organisation> find(String id) {
    return organisations.findByIdOptional(id);
  }

  public Optional<Organisation> findBySlug(String slug) {
    return organisations.findBySlug(slug);
  }

  /** The user's place in an organisation now; empty if there is none or either is suspended. */
  public Optional<Member> member(String organisation, String user) {
    return memberships
        .find(organisation, user)
        .filter(membership -> !membership.suspended)
        .flatMap(membership ->
            organisations
                .findByIdOptional(organisation)
                .filter(found -> !found.suspended)
                .map(found -> Member.of(found, membership.role)));
  }

  /** Where the user is an active member; the transaction must see all organisations. */
  public List<Member> of(String user) {
    List<Membership> found = memberships.ofUser(user);
    Map<String, Organisation> byId =
        organisations.list("id in ?1", found.stream().map(m -> m.organisation).toList()).stream()
            .filter(organisation -> !organisation.suspended)
            .collect(Collectors.toMap(Organisation::id, Function.identity()));
    return found.stream()
        .flatMap(membership ->
            Stream.ofNullable(byId.get(membership.organisation))
                .map(organisation -> Member.of(organisation, membership.role)))
        .toList();
  }
}
