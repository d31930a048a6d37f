package dev.gatehouse.auth.provider;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.login.Browser;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that waits for a provider's answer. It belongs to the browser that it was started in,
 * and to that provider: an answer of another one, or in another browser, is none.
 */
@Entity
class SignInRequest {
  static final Duration LIFETIME = Duration.ofMinutes(10);

  @Id String stateHash;
  String browserHash;
  String provider;
  String nonce;
  String codeVerifier;
  @Nullable String next;
  Instant expiresAt;

  @SuppressWarnings("NullAway.Init")
  protected SignInRequest() {}

  SignInRequest(OpaqueToken state, Browser browser, String provider, @Nullable String next) {
    this.stateHash = state.hash();
    this.browserHash = browser.hash();
    this.provider = provider;
    this.nonce = new Nonce().getValue();
    this.codeVerifier = new CodeVerifier().getValue();
    this.next = next;
    this.expiresAt = Instant.now().plus(LIFETIME);
  }

  boolean answeredBy(Provider answering, Browser browser) {
    return browser.known()
        && browserHash.equals(browser.hash())
        && provider.equals(answering.name())
        && expiresAt.isAfter(Instant.now());
  }
}
