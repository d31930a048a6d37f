package dev.gatehouse.auth.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientAuthenticationVerifier;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientCredentialsSelector;
import com.nimbusds.oauth2.sdk.auth.verifier.Context;
import com.nimbusds.oauth2.sdk.auth.verifier.InvalidClientException;
import com.nimbusds.oauth2.sdk.auth.verifier.JWTAudienceCheck;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.platform.security.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Verifies assertions that clients authenticate with ({@code private_key_jwt}, RFC 7523 section 3):
 * for this server alone, for ten minutes at most, and each good once.
 */
@ApplicationScoped
class ClientAssertions {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(2);
  private static final int LONGEST_ID = 256;

  private static final String USE =
      """
      INSERT INTO client_assertion (client_id, jti_hash, expires_at) VALUES (?1, ?2, ?3)
      ON CONFLICT DO NOTHING
      """;

  private final ClientAuthenticationVerifier<Client> verifier;
  private final Transactions transactions;
  private final EntityManager entities;

  ClientAssertions(
      ClientKeys keys, Origin origin, Transactions transactions, EntityManager entities) {
    this.verifier =
        new ClientAuthenticationVerifier<>(
            new KeysOnly(keys),
            null,
            Set.of(new Audience(origin.value())),
            JWTAudienceCheck.STRICT,
            null,
            LONGEST.toSeconds());
    this.transactions = transactions;
    this.entities = entities;
  }

  /** Whether the client has signed this, for us, now, and not been here with it before. */
  boolean verify(Client client, PrivateKeyJWT assertion) {
    JWTAuthenticationClaimsSet claims = assertion.getJWTAuthenticationClaimsSet();
    // An assertion that is good elsewhere too could have been collected there.
    if (claims.getAudience().size() != 1
        || claims.getJWTID() == null
        || claims.getJWTID().getValue().length() > LONGEST_ID) {
      return false;
    }
    Context<Client> context = new Context<>();
    context.set(client);
    try {
      verifier.verify(assertion, null, context);
    } catch (InvalidClientException | JOSEException _) {
      return false;
    }
    return use(client, claims);
  }

  private boolean use(Client client, JWTAuthenticationClaimsSet claims) {
    Instant expiresAt = claims.getExpirationTime().toInstant().plus(CLOCK_SKEW);
    return transactions.asPlatform(() ->
        entities
                .createNativeQuery(USE)
                .setParameter(1, client.id())
                .setParameter(2, OpaqueToken.hash(claims.getJWTID().getValue()))
                .setParameter(3, expiresAt)
                .executeUpdate()
            == 1);
  }

  private record KeysOnly(ClientKeys keys) implements ClientCredentialsSelector<Client> {
    @Override
    public List<Secret> selectClientSecrets(
        ClientID id, ClientAuthenticationMethod method, Context<Client> context) {
      return List.of();
    }

    @Override
    public List<PublicKey> selectPublicKeys(
        ClientID id,
        ClientAuthenticationMethod method,
        JWSHeader header,
        boolean forceRefresh,
        Context<Client> context) {
      return keys.find(context.get(), header);
    }
  }
}
