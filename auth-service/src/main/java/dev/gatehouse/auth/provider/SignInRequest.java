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
 * and to that provider: an answer of another one, or in another browser, is none. Whoever reads the
 * database learns neither nonce nor code verifier: they are made of the browser's cookie.
 */
@Entity
class SignInRequest {
  static final Duration LIFETIME = Duration.ofMinutes(10);

  @Id String stateHash;
  String browserHash;
  String provider;

  /** With the browser's cookie it gives what the provider is shown; by itself it gives nothing. */
  String salt;

  @Nullable String next;
  Instant expiresAt;

  @SuppressWarnings("NullAway.Init")
  protected SignInRequest() {}

  SignInRequest(OpaqueToken state, Browser browser, String provider, @Nullable String next) {
    this.stateHash = state.hash();
    this.browserHash = browser.hash();
    this.provider = provider;
    this.salt = OpaqueToken.generate().value();
    this.next = next;
    this.expiresAt = Instant.now().plus(LIFETIME);
  }

  /** What the ID token has to repeat. */
  Nonce nonce(Browser browser) {
    return new Nonce(OpaqueToken.following(browser.token().value(), "nonce:" + salt).value());
  }

  /** What the provider takes the code with (RFC 7636). */
  CodeVerifier codeVerifier(Browser browser) {
    return new CodeVerifier(
        OpaqueToken.following(browser.token().value(), "verifier:" + salt).value());
  }

  boolean answeredBy(Provider answering, Browser browser) {
    return browser.known()
        && browserHash.equals(browser.hash())
        && provider.equals(answering.name())
        && expiresAt.isAfter(Instant.now());
  }
}
