package dev.gatehouse.auth.provider;

import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.login.Browser;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Sign-ins on their way to a provider and back. */
@ApplicationScoped
class SignInRequests implements PanacheRepositoryBase<SignInRequest, String> {
  private final Transactions transactions;

  SignInRequests(Transactions transactions) {
    this.transactions = transactions;
  }

  void keep(SignInRequest request) {
    transactions.asPlatform(() -> {
      persist(request);
      return true;
    });
  }

  /** Takes it out: whatever comes of it, there is no second answer. */
  Optional<SignInRequest> take(String state, Provider provider, Browser browser) {
    String hash = OpaqueToken.hash(state);
    return transactions.asPlatform(() ->
        findByIdOptional(hash)
            .filter(request -> request.answeredBy(provider, browser))
            .filter(_ -> delete("stateHash", hash) == 1));
  }
}
