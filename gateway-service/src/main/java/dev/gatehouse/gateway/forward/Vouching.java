package dev.gatehouse.gateway.forward;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.CallerAssertion;
import dev.gatehouse.platform.identity.CallerAssertion.Verified;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one replica tells another who a client is: by a caller assertion, never by the client's own
 * token. One is used for some seconds, because signing and checking cost more than all the rest.
 */
@Singleton
public final class Vouching {
  /** Carries the assertion. */
  static final String ASSERTION = "Gatehouse-Caller";

  private static final String SERVICE = "gateway";
  private static final long MAX_CALLERS = 10_000;

  /** Used for as long by the sender and by the receiver, which together is within its life. */
  private static final Duration USED_FOR = CallerAssertion.LIFETIME.dividedBy(3);

  private final CallerAssertion.Signer signer;
  private final CallerAssertion.Verifier verifier;
  private final Cache<Caller, String> made = cache();
  private final Cache<String, Principal> believed = cache();

  Vouching(CallerAssertion.Signer signer, CallerAssertion.Verifier verifier) {
    this.signer = signer;
    this.verifier = verifier;
  }

  private static <K, V> Cache<K, V> cache() {
    return Caffeine.newBuilder()
        .executor(Runnable::run)
        .maximumSize(MAX_CALLERS)
        .expireAfterWrite(USED_FOR)
        .build();
  }

  String assertion(Caller caller) {
    return made.get(caller, given -> signer.sign(SERVICE, given));
  }

  /** For whom another replica vouches; null if nobody that is believed does. */
  public @Nullable Principal vouchedFor(HttpServerRequest request) {
    String assertion = request.getHeader(ASSERTION);
    if (assertion == null) {
      return null;
    }
    Principal known = believed.getIfPresent(assertion);
    if (known != null) {
      return known;
    }
    if (verifier.verify(assertion) instanceof Verified.Accepted(String service, Caller caller)
        && service.equals(SERVICE)
        && caller != null) {
      Principal principal = Principal.of(caller);
      believed.put(assertion, principal);
      return principal;
    }
    return null;
  }
}
