package dev.gatehouse.auth;

import dev.gatehouse.auth.catalog.KnownEndpoints;
import dev.gatehouse.auth.error.TryAgainException;
import dev.gatehouse.auth.organisation.Member;
import dev.gatehouse.auth.organisation.Organisations;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import io.quarkus.arc.Arc;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * Somebody with an account and an organisation of their own.
 *
 * @param organisation id of the organisation that this person owns
 * @param slug of that organisation
 */
public record Person(
    String id, String username, String password, String organisation, String slug) {

  /** The password is the administrator's first one: to copy a hash costs less than to make one. */
  public static Person create() {
    String name = "p" + UUID.randomUUID().toString().substring(0, 23);
    String id = Organisations.newId();
    Database.run(
        """
        INSERT INTO user_account
        SELECT '%s', '%s', password_hash, false, now() FROM user_account WHERE username = 'admin'
        """
            .formatted(id, name));
    Organisations organisations = Arc.container().instance(Organisations.class).get();
    Transactions transactions = Arc.container().instance(Transactions.class).get();
    Member owner =
        transactions.asPlatform(
            () -> organisations.create(Organisations.newId(), name, "Of " + name, id));
    try (Endpoints endpoints = Endpoints.open()) {
      endpoints.add(owner.slug(), "tools");
    }
    KnownEndpoints known = Arc.container().instance(KnownEndpoints.class).get();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreException(TryAgainException.class)
        .until(() -> known.isThere(owner.slug(), "tools"));
    return new Person(id, name, AuthFixture.PASSWORD, owner.organisation(), owner.slug());
  }

  /** Makes this person a member of somebody else's organisation. */
  public Person in(String other, Role role) {
    Organisations organisations = Arc.container().instance(Organisations.class).get();
    Transactions transactions = Arc.container().instance(Transactions.class).get();
    transactions.in(other, () -> organisations.join(other, id, role));
    return this;
  }

  /** A request of this person in an organisation, with all scopes. */
  public RequestSpecification request(String where, Role role) {
    return new Administrator(id, where).request(where, role, Scope.values());
  }

  /** A request of this person as the owner of their own organisation. */
  public RequestSpecification request() {
    return request(organisation, Role.OWNER);
  }

  /** The resource of an endpoint of the person's organisation. */
  public String endpoint() {
    return BrowserlessClient.ORIGIN + "/mcp/" + slug + "/tools";
  }

  /** A row-level change that no API makes yet. */
  public void sql(String statement) {
    Database.run(statement.replace("?", "'" + id + "'"));
  }
}
