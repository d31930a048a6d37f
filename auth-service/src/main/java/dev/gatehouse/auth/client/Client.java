package dev.gatehouse.auth.client;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import dev.gatehouse.auth.organisation.ScopesConverter;
import dev.gatehouse.platform.identity.Scope;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  Instant createdAt;

  @SuppressWarnings("NullAway.Init")
  protected Client() {}

  /**
   * @param scopes the most it may ask for, or null for no limit of its own
   */
  Client(
      String id,
      String name,
      List<String> redirectUris,
      List<String> grantTypes,
      ClientAuthenticationMethod authMethod,
      @Nullable String secretHash,
      @Nullable Set<Scope> scopes,
      Instant createdAt) {
    this.id = id;
    this.name = name;
    this.redirectUris = List.copyOf(redirectUris);
    this.grantTypes = List.copyOf(grantTypes);
    this.authMethod = authMethod.getValue();
    this.secretHash = secretHash;
    this.scopes = scopes;
    this.createdAt = createdAt;
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** Hash of its secret; empty for a public client. */
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

  /** Its redirect URI if it has exactly one: then a request may leave it out. */
  public Optional<String> onlyRedirectUri() {
    return redirectUris.size() == 1 ? Optional.of(redirectUris.getFirst()) : Optional.empty();
  }

  /** Whether every answer to it stays on the person's own machine: anybody there can pose as it. */
  public boolean loopbackOnly() {
    return redirectUris.stream().allMatch(RedirectUris::isLoopback);
  }
}
