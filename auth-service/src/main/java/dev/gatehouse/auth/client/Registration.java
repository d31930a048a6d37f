package dev.gatehouse.auth.client;

import com.github.f4b6a3.uuid.UuidCreator;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.client.ClientInformation;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.client.RegistrationError;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.identity.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a client says of itself and keeps what counts (RFC 7591 section 2). No URL of it is
 * ever fetched; what is not kept is left out of the answer.
 */
@ApplicationScoped
class Registration {
  private static final int MOST_REDIRECT_URIS = 20;
  private static final int LONGEST_NAME = 100;
  private static final Set<GrantType> GRANTS =
      Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN);
  private static final Set<ClientAuthenticationMethod> METHODS =
      Set.of(
          ClientAuthenticationMethod.NONE,
          ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
          ClientAuthenticationMethod.CLIENT_SECRET_POST);

  private final ClientRepository clients;
  private final Transactions transactions;
  private final AuditLog audit;

  Registration(ClientRepository clients, Transactions transactions, AuditLog audit) {
    this.clients = clients;
    this.transactions = transactions;
    this.audit = audit;
  }

  sealed interface Result {
    record Registered(ClientInformation information) implements Result {}

    record Refused(ErrorObject error) implements Result {}
  }

  Result register(ClientMetadata wanted) {
    wanted.applyDefaults();
    Optional<ErrorObject> flaw = flaw(wanted);
    return flaw.isPresent() ? new Result.Refused(flaw.get()) : new Result.Registered(keep(wanted));
  }

  private static Optional<ErrorObject> flaw(ClientMetadata wanted) {
    Set<URI> uris = wanted.getRedirectionURIs();
    if (uris == null || uris.isEmpty() || uris.size() > MOST_REDIRECT_URIS) {
      return invalidRedirect("Between 1 and " + MOST_REDIRECT_URIS + " redirect URIs are needed");
    }
    Optional<String> badUri = uris.stream().flatMap(u -> RedirectUris.flaw(u).stream()).findFirst();
    if (badUri.isPresent()) {
      return invalidRedirect(badUri.get());
    }
    if (!METHODS.contains(wanted.getTokenEndpointAuthMethod())) {
      return invalidMetadata("token_endpoint_auth_method must be one of " + METHODS);
    }
    if (!wanted.getGrantTypes().contains(GrantType.AUTHORIZATION_CODE)
        || !wanted.getResponseTypes().contains(ResponseType.CODE)) {
      return invalidMetadata("Clients use authorization_code with response type code");
    }
    if (wanted.getScope() != null && knownScopes(wanted).isEmpty()) {
      return invalidMetadata("None of the scopes is known here");
    }
    return Optional.empty();
  }

  private ClientInformation keep(ClientMetadata wanted) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    ClientAuthenticationMethod method = wanted.getTokenEndpointAuthMethod();
    OpaqueToken secret =
        method.equals(ClientAuthenticationMethod.NONE) ? null : OpaqueToken.generate();
    Client client =
        new Client(
            UuidCreator.getTimeOrderedEpoch().toString(),
            name(wanted.getName()),
            wanted.getRedirectionURIs().stream().map(URI::toString).toList(),
            wanted.getGrantTypes().stream()
                .filter(GRANTS::contains)
                .map(GrantType::getValue)
                .toList(),
            method,
            secret == null ? null : secret.hash(),
            wanted.getScope() == null ? null : knownScopes(wanted),
            now);
    transactions.asPlatform(() -> {
      clients.persist(client);
      audit.add(
          EventKey.PLATFORM,
          Decided.done(
                  Actor.ANONYMOUS, "client.register", Target.of("client", client.id, client.name))
              .with("redirectUris", String.join(" ", client.redirectUris)));
      return client;
    });
    return new ClientInformation(
        new ClientID(client.id),
        Date.from(now),
        kept(client, wanted),
        secret == null ? null : new Secret(secret.value()));
  }

  private static ClientMetadata kept(Client client, ClientMetadata wanted) {
    ClientMetadata kept = new ClientMetadata();
    kept.setName(client.name);
    kept.setRedirectionURIs(wanted.getRedirectionURIs());
    kept.setGrantTypes(
        new LinkedHashSet<>(client.grantTypes.stream().map(GrantType::new).toList()));
    kept.setResponseTypes(Set.of(ResponseType.CODE));
    kept.setTokenEndpointAuthMethod(wanted.getTokenEndpointAuthMethod());
    kept.setScope(
        com.nimbusds.oauth2.sdk.Scope.parse(
            Scope.format(client.scopes == null ? Set.of(Scope.READ, Scope.WRITE) : client.scopes)));
    return kept;
  }

  private static Set<Scope> knownScopes(ClientMetadata wanted) {
    return Scope.parseList(wanted.getScope().toString());
  }

  // What people see on the consent page: no characters that hide or reorder others.
  private static String name(@Nullable String wanted) {
    String visible = wanted == null ? "" : wanted.replaceAll("\\p{C}", "").strip();
    String name = visible.isEmpty() ? "Unnamed application" : visible;
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  private static Optional<ErrorObject> invalidRedirect(String why) {
    return Optional.of(RegistrationError.INVALID_REDIRECT_URI.setDescription(why));
  }

  private static Optional<ErrorObject> invalidMetadata(String why) {
    return Optional.of(RegistrationError.INVALID_CLIENT_METADATA.setDescription(why));
  }
}
