package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.login.Browser;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Authorization requests between the client's redirect and the person's decision. */
@ApplicationScoped
public class PendingAuthorizations {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final PendingAuthorizationRepository pending;
  private final Transactions transactions;
  private final Resources resources;

  PendingAuthorizations(
      PendingAuthorizationRepository pending, Transactions transactions, Resources resources) {
    this.pending = pending;
    this.transactions = transactions;
    this.resources = resources;
  }

  PendingAuthorization keep(Browser browser, GoodRequest request) {
    PendingAuthorization authorization = new PendingAuthorization(browser.hash(), request);
    return transactions.asPlatform(() -> {
      pending.persist(authorization);
      return authorization;
    });
  }

  /** Empty if it is no id, was decided, has expired, or was opened in another browser. */
  public Optional<PendingAuthorization> find(String id, Browser browser) {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    return transactions
        .asPlatform(() -> pending.findByIdOptional(id))
        .filter(found ->
            browser.known()
                && found.browserHash.equals(browser.hash())
                && found.expiresAt.isAfter(Instant.now()));
  }

  /** What it asks access to. */
  public Resource resource(PendingAuthorization authorization) {
    return resources.parse(List.of(URI.create(authorization.resource))).orElseThrow();
  }

  /**
   * Takes it out, part of the transaction that decides.
   *
   * @return false if somebody else has decided it
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean take(PendingAuthorization authorization) {
    return pending.delete("id", authorization.id) == 1;
  }
}
