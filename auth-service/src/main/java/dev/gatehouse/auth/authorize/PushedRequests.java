package dev.gatehouse.auth.authorize;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Authorization requests between their push and their use (RFC 9126 sections 2.2 and 4). */
@ApplicationScoped
class PushedRequests {
  static final Duration LIFETIME = Duration.ofSeconds(90);

  private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";

  private final PushedRequestRepository pushed;
  private final Transactions transactions;

  PushedRequests(PushedRequestRepository pushed, Transactions transactions) {
    this.pushed = pushed;
    this.transactions = transactions;
  }

  /** Keeps a request that was found good, and says by which name it is found. */
  URI keep(String client, String query) {
    OpaqueToken name = OpaqueToken.generate();
    transactions.asPlatform(() -> {
      pushed.persist(new PushedRequest(name.hash(), client, query, Instant.now().plus(LIFETIME)));
      return true;
    });
    return URI.create(PREFIX + name.value());
  }

  /**
   * The request that a browser brings: its query, or the pushed one that the query names, whatever
   * else it says. Empty if that was used, has expired or is another client's.
   */
  Optional<String> resolve(String query) {
    Map<String, List<String>> parameters = URLUtils.parseParameters(query);
    List<String> names = parameters.getOrDefault("request_uri", List.of());
    return names.size() == 1 && names.getFirst().startsWith(PREFIX)
        ? take(
            OpaqueToken.hash(names.getFirst().substring(PREFIX.length())),
            parameters.getOrDefault("client_id", List.of()))
        : Optional.of(query);
  }

  private Optional<String> take(String hash, List<String> clients) {
    return transactions.asPlatform(() ->
        pushed
            .findByIdOptional(hash)
            .filter(found -> clients.equals(List.of(found.clientId)))
            .filter(found -> pushed.delete("hash", hash) == 1)
            .filter(found -> found.expiresAt.isAfter(Instant.now()))
            .map(found -> found.query));
  }
}
