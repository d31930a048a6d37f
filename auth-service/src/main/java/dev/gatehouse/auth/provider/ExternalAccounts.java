package dev.gatehouse.auth.provider;

import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.login.User;
import dev.gatehouse.auth.login.Users;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the person behind an account at a provider, by issuer and subject alone. Names and e-mail
 * addresses are what the provider says: they are shown, and nothing follows from them.
 */
@ApplicationScoped
class ExternalAccounts implements PanacheRepositoryBase<ExternalAccount, ExternalAccount.Key> {
  private static final int LONGEST_NAME = 40;

  private final Users users;
  private final Transactions transactions;

  ExternalAccounts(Users users, Transactions transactions) {
    this.users = users;
    this.transactions = transactions;
  }

  /**
   * @param create whether an account that is not known gets a person
   */
  Optional<User> person(Provider provider, IDTokenClaimsSet claims, boolean create) {
    ExternalAccount.Key key =
        new ExternalAccount.Key(claims.getIssuer().getValue(), claims.getSubject().getValue());
    Optional<User> known = transactions.asPlatform(() -> known(key));
    if (known.isPresent() || !create) {
      return known;
    }
    try {
      return Optional.of(transactions.asPlatform(() -> create(provider, key, claims)));
    } catch (QuarkusTransactionException | PersistenceException e) {
      // Another sign-in of the same account may have been faster.
      return Optional.of(transactions.asPlatform(() -> known(key)).orElseThrow(() -> e));
    }
  }

  private Optional<User> known(ExternalAccount.Key key) {
    return findByIdOptional(key).flatMap(account -> users.find(account.userId));
  }

  private User create(Provider provider, ExternalAccount.Key key, IDTokenClaimsSet claims) {
    User user = users.createExternal(free(stem(claims), provider.name()), provider.name());
    persist(new ExternalAccount(key, user.id()));
    return user;
  }

  private String free(String stem, String provider) {
    return Stream.iterate(1, number -> number + 1)
        .map(number -> stem + (number == 1 ? "" : "-" + number) + "@" + provider)
        .filter(name -> users.findByUsername(name).isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private static String stem(IDTokenClaimsSet claims) {
    String said =
        Stream.of("preferred_username", "email", "name")
            .map(claims::getStringClaim)
            .filter(claim -> claim != null && !claim.isBlank())
            .findFirst()
            .orElse("user");
    String local = said.contains("@") ? said.substring(0, said.indexOf('@')) : said;
    String plain =
        local.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^-+|-+$", "");
    String cut = plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) : plain;
    return cut.isEmpty() ? "user" : cut;
  }
}
