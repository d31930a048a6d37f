package dev.gatehouse.auth.client;

import com.nimbusds.oauth2.sdk.AbstractOptionallyIdentifiedRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.limit.RequestLimits;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows which client sends a request (RFC 6749 section 2.3): a public one by its id alone, one with
 * a secret by that secret, in the header or in the form, one with keys by a signed assertion. Who
 * does not prove it is on record, as often as is of use, and counted each time.
 */
@ApplicationScoped
public class ClientAuthenticator {
  private static final Target UNKNOWN = new Target("client", null, null, null, null, null);

  private final Clients clients;
  private final ClientAssertions assertions;
  private final AuditLog audit;
  private final RequestLimits limits;
  private final Transactions transactions;

  ClientAuthenticator(
      Clients clients,
      ClientAssertions assertions,
      AuditLog audit,
      RequestLimits limits,
      Transactions transactions) {
    this.clients = clients;
    this.assertions = assertions;
    this.audit = audit;
    this.limits = limits;
    this.transactions = transactions;
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
    Optional<Client> known =
        Optional.ofNullable(presented == null ? id : presented.getClientID())
            .flatMap(named -> clients.find(named.getValue()));
    Optional<Client> proven = known.filter(client -> proves(client, presented));
    if (proven.isEmpty()) {
      refuse(known, presented);
    }
    return proven;
  }

  private boolean proves(Client client, @Nullable ClientAuthentication presented) {
    return switch (presented) {
      case null -> client.isPublic();
      case PlainClientSecret secret ->
          client.secretHash().filter(hash -> same(hash, secret)).isPresent();
      case PrivateKeyJWT assertion -> client.hasKeys() && assertions.verify(client, assertion);
      default -> false;
    };
  }

  // What an unknown client calls itself may be anything, a misplaced secret too: it is not kept.
  private void refuse(Optional<Client> known, @Nullable ClientAuthentication presented) {
    String organisation = known.flatMap(Client::organisation).orElse(EventKey.PLATFORM);
    Decided refused =
        Decided.refused(
                Actor.ANONYMOUS,
                "client.authenticate",
                known
                    .map(client -> Target.of("client", client.id(), client.name()))
                    .orElse(UNKNOWN),
                known.isPresent() ? "not-proven" : "unknown-client")
            .with("method", presented == null ? "none" : presented.getMethod().getValue());
    if (limits.mayRecord(known.map(Client::id).orElse("unknown"))) {
      transactions.asPlatform(() -> {
        audit.add(organisation, refused);
        return true;
      });
    } else {
      audit.countOnly(refused);
    }
  }

  private static boolean same(String hash, PlainClientSecret presented) {
    String other = OpaqueToken.hash(presented.getClientSecret().getValue());
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }
}
