package dev.gatehouse.auth.client;

import com.nimbusds.oauth2.sdk.AbstractOptionallyIdentifiedRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.gatehouse.auth.OpaqueToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows which client sends a request (RFC 6749 section 2.3): a public one by its id alone, one with
 * a secret by that secret, in the header or in the form, one with keys by a signed assertion.
 */
@ApplicationScoped
public class ClientAuthenticator {
  private final Clients clients;
  private final ClientAssertions assertions;

  ClientAuthenticator(Clients clients, ClientAssertions assertions) {
    this.clients = clients;
    this.assertions = assertions;
  }

  /** The client, or empty if it is unknown or does not prove who it is. */
  public Optional<Client> authenticate(AbstractOptionallyIdentifiedRequest request) {
    return authenticate(request.getClientAuthentication(), request.getClientID());
  }

  /**
   * The same for requests of other kinds.
   *
   * @param presented what the client authenticates with
   * @param id what a public client calls itself
   */
  public Optional<Client> authenticate(
      @Nullable ClientAuthentication presented, @Nullable ClientID id) {
    return switch (presented) {
      case null ->
          id == null ? Optional.empty() : clients.find(id.getValue()).filter(Client::isPublic);
      case PlainClientSecret secret ->
          known(secret)
              .filter(client -> client.secretHash().filter(hash -> same(hash, secret)).isPresent());
      case PrivateKeyJWT assertion ->
          known(assertion)
              .filter(Client::hasKeys)
              .filter(client -> assertions.verify(client, assertion));
      default -> Optional.empty();
    };
  }

  private Optional<Client> known(ClientAuthentication presented) {
    return clients.find(presented.getClientID().getValue());
  }

  private static boolean same(String hash, PlainClientSecret presented) {
    String other = OpaqueToken.hash(presented.getClientSecret().getValue());
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }
}
