package dev.gatehouse.auth;

import dev.gatehouse.auth.login.User;
import dev.gatehouse.auth.login.Users;
import dev.gatehouse.auth.organisation.Member;
import dev.gatehouse.auth.organisation.Organisations;
import io.quarkus.arc.Arc;
import java.util.UUID;

/**
 * Somebody with an account and an organisation of their own.
 *
 * @param organisation id of the organisation that this person owns
 * @param slug of that organisation
 */
public record Person(
    String id, String username, String password, String organisation, String slug) {

  public static Person create() {
    String name = "p" + UUID.randomUUID().toString().substring(0, 8);
    String password = "password of " + name;
    return bean(Transactions.class)
        .asPlatform(() -> {
          User user = bean(Users.class).create(name, password);
          Member owner =
              bean(Organisations.class)
                  .create(Organisations.newId(), name, "Of " + name, user.id());
          return new Person(user.id(), name, password, owner.organisation(), owner.slug());
        });
  }

  /** The resource of an endpoint of the person's organisation. */
  public String endpoint() {
    return BrowserlessClient.ORIGIN + "/mcp/" + slug + "/tools";
  }

  /** A row-level change that no API makes yet. */
  public void sql(String statement) {
    Database.run(statement.replace("?", "'" + id + "'"));
  }

  private static <T> T bean(Class<T> type) {
    return Arc.container().instance(type).get();
  }
}
