package dev.gatehouse.auth.client;

import com.nimbusds.oauth2.sdk.GrantType;
import dev.gatehouse.auth.organisation.ScopesConverter;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An application that asks people for access. */
@Entity
@Table(name = "oauth_client")
public class Client {
  @Id String id;
  String name;
  List<String> redirectUris;
  List<String> grantTypes;
  String authMethod;
  @Nullable String secretHash;

  @Convert(converter = ScopesConverter.class)
  @Nullable Set<Scope> scopes;

  @Nullable String jwks;
  @Nullable String jwksUri;

  /** The organisation that made it; null for those that came by themselves. */
  @Nullable String organisation;

  /** Of a machine, in its organisation. */
  @Nullable Role role;

  boolean introspects;
  Instant createdAt;
  @Nullable Instant lastUsedAt;

  /** Until when the document that describes it need not be fetched again; null for others. */
  @Nullable Instant freshUntil;

  @SuppressWarnings("NullAway.Init")
  protected Client() {}

  Client(String id, ClientDescription description, @Nullable String secretHash, Instant createdAt) {
    this.id = id;
    this.secretHash = secretHash;
    this.createdAt = createdAt;
    describe(description);
  }

  final void describe(ClientDescription description) {
    name = description.name();
    redirectUris = description.redirectUris();
    grantTypes = description.grantTypes();
    authMethod = description.authMethod().getValue();
    scopes = description.scopes();
    jwks = description.jwks() == null ? null : description.jwks().toString();
    jwksUri = description.jwksUri() == null ? null : description.jwksUri().toString();
  }

  public String id() {
    return id;
  }

  /** Where the document is that describes it; empty if it is no such client. */
  public Optional<String> describedAt() {
    return freshUntil == null ? Optional.empty() : Optional.of(URI.create(id).getAuthority());
  }

  public String name() {
    return name;
  }

  /** Whether it says who it is by its id alone. */
  boolean isPublic() {
    return authMethod.equals("none");
  }

  /** Whether it can prove who it is by signing. */
  boolean hasKeys() {
    return jwks != null || jwksUri != null;
  }

  /** The organisation that made it, and where alone it may be used. */
  public Optional<String> organisation() {
    return Optional.ofNullable(organisation);
  }

  /** What it may do in its organisation without a person; empty if it is no machine. */
  public Optional<Role> role() {
    return Optional.ofNullable(role);
  }

  /** Whether it may ask what a token of its organisation is worth. */
  public boolean introspects() {
    return introspects;
  }

  /** The scopes that it may ask for of those. */
  public Set<Scope> limit(Set<Scope> wanted) {
    return wanted.stream()
        .filter(scope -> scopes == null || scopes.contains(scope))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Hash of its secret; empty for one that has none. */
  Optional<String> secretHash() {
    return Optional.ofNullable(secretHash);
  }

  public boolean uses(GrantType grantType) {
    return grantTypes.contains(grantType.getValue());
  }

  /** Whether it may ask for these scopes. */
  public boolean mayAskFor(Set<Scope> wanted) {
    return scopes == null || scopes.containsAll(wanted);
  }

  /** Whether a redirect URI is one of its own (OAuth 2.1 section 2.3.1, RFC 8252 section 7.3). */
  public boolean hasRedirectUri(String requested) {
    return redirectUris.stream()
        .anyMatch(registered -> RedirectUris.matches(registered, requested));
  }

  /**
   * Whether a browser may be sent there without anybody's doing: the client is no stranger here, or
   * the answer stays on the person's machine.
   */
  public boolean mayBeAnsweredAtOnce(String redirectUri) {
    return organisation != null || lastUsedAt != null || !RedirectUris.isOnTheWeb(redirectUri);
  }

  /** Its redirect URI if it has exactly one: then a request may leave it out. */
  public Optional<String> onlyRedirectUri() {
    return redirectUris.size() == 1 ? Optional.of(redirectUris.getFirst()) : Optional.empty();
  }

  /**
   * Whether what is sent to a redirect URI stays on the person's own machine, where any program can
   * pose as the client (RFC 8252 section 8.6).
   */
  public static boolean staysOnTheMachine(String redirectUri) {
    return !RedirectUris.isOnTheWeb(redirectUri);
  }
}
