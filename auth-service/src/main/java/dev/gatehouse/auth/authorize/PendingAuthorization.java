package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.organisation.ScopesConverter;
import dev.gatehouse.platform.identity.Scope;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An authorization request that was found good and waits for a person's decision. It belongs to the
 * browser that it was opened in, and is decided once.
 */
@Entity
@Table(name = "authorization_request")
public class PendingAuthorization {
  static final Duration LIFETIME = Duration.ofMinutes(10);

  @Id String id;
  String browserHash;
  String clientId;
  String redirectUri;
  @Nullable String state;
  String codeChallenge;
  String resource;

  @Convert(converter = ScopesConverter.class)
  Set<Scope> scopes;

  Instant expiresAt;
  boolean silent;
  boolean askAgain;
  boolean signInAgain;

  /** Seconds. */
  @Nullable Long maxAge;

  @Nullable String clientOrganisation;

  @SuppressWarnings("NullAway.Init")
  protected PendingAuthorization() {}

  PendingAuthorization(String browserHash, GoodRequest request) {
    this.id = OpaqueToken.generate().value();
    this.browserHash = browserHash;
    this.clientId = request.client().id();
    this.redirectUri = request.redirectUri();
    this.state = request.state();
    this.codeChallenge = request.codeChallenge();
    this.resource = request.resource().uri();
    this.scopes = Set.copyOf(request.scopes());
    this.clientOrganisation = request.client().organisation().orElse(null);
    this.expiresAt = Instant.now().plus(LIFETIME);
    this.silent = request.interaction().silent();
    this.askAgain = request.interaction().askAgain();
    this.signInAgain = request.interaction().signInAgain();
    Duration age = request.interaction().maxAge();
    this.maxAge = age == null ? null : age.toSeconds();
  }

  public String id() {
    return id;
  }

  public String clientId() {
    return clientId;
  }

  public String redirectUri() {
    return redirectUri;
  }

  /** To be given back to the client unread. */
  public @Nullable String state() {
    return state;
  }

  public String codeChallenge() {
    return codeChallenge;
  }

  public String resource() {
    return resource;
  }

  /** Whether it may be decided for an organisation: clients of one are let into no other. */
  public boolean permits(String organisation) {
    return clientOrganisation == null || clientOrganisation.equals(organisation);
  }

  /** Whether the person must not see a page. */
  public boolean silent() {
    return silent;
  }

  /** Whether the person is to be asked, whatever is remembered. */
  public boolean askAgain() {
    return askAgain;
  }

  /** Who signed in before this moment has to do so again. */
  public Instant signInAfter() {
    Instant asked = expiresAt.minus(LIFETIME);
    if (signInAgain) {
      return asked;
    }
    return maxAge == null ? Instant.EPOCH : asked.minusSeconds(maxAge);
  }

  /** What the client asks for. */
  public Set<Scope> scopes() {
    return scopes;
  }
}
