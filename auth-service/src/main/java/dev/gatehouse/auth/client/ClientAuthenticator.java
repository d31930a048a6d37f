package dev.gatehouse.auth.client;

import com.nimbusds.oauth2.sdk.AbstractOptionallyIdentifiedRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.gatehouse.auth.OpaqueToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Knows which client sends a request (RFC 6749 section 2.3): a public one by its id alone, one with
 * a secret by that secret, in the header or in the form.
 */
@ApplicationScoped
public class ClientAuthenticator {
  private final Clients clients;

  ClientAuthenticator(Clients clients) {
    this.clients = clients;
  }

  /** The client, or empty if it is unknown or does not prove who it is. */
  public Optional<Client> authenticate(AbstractOptionallyIdentifiedRequest request) {
    ClientAuthentication presented = request.getClientAuthentication();
    if (presented == null) {
      ClientID id = request.getClientID();
      return id == null
          ? Optional.empty()
          : clients.find(id.getValue()).filter(client -> client.secretHash().isEmpty());
    }
    return presented instanceof PlainClientSecret secret
        ? clients
            .find(secret.getClientID().getValue())
            .filter(client -> client.secretHash().filter(hash -> same(hash, secret)).isPresent())
        : Optional.empty();
  }

  private static boolean same(String hash, PlainClientSecret presented) {
    String other = OpaqueToken.hash(presented.getClientSecret().getValue());
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }
}
