package dev.gatehouse.auth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.NoDatabase;
import dev.gatehouse.auth.error.JsonDocuments;
import dev.gatehouse.auth.error.OAuthMessages;
import dev.gatehouse.platform.security.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever a client publishes as its keys, and signs or only seems to: it is that client or not.
 */
class ClientKeysFuzzTest {
  private static final String ID = "a-client";
  private static final ClientKeyPair KEYS = ClientKeyPair.generate();
  private static final List<String> KEY_MEMBERS =
      List.of(
          "kty", "crv", "x", "y", "n", "e", "d", "k", "use", "key_ops", "alg", "kid", "x5c", "x5t",
          "x5u", "exp", "nbf", "iat", "revoked");

  private final ClientKeys keys = new ClientKeys(null);
  private final ClientAssertions assertions =
      new ClientAssertions(keys, new Origin(BrowserlessClient.ORIGIN), new NoDatabase(), null);

  @Example
  void findsNoKeyInNull() {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build();
    assertThat(keys.find(client("null"), header)).isEmpty();
  }

  @Property(tries = 3_000)
  void findsKeys(@ForAll("keySets") String jwks, @ForAll("algorithms") JWSAlgorithm algorithm) {
    JWSHeader header = new JWSHeader.Builder(algorithm).keyID("k1").build();
    assertThat(keys.find(client(jwks), header))
        .allSatisfy(key -> assertThat(key.getAlgorithm()).isIn("EC", "RSA", "EdDSA", "Ed25519"));
  }

  @Property(tries = 2_000)
  void judgesAssertionsByAnyKeys(
      @ForAll("keySets") String jwks, @ForAll("unsigned") String assertion) {
    assertThat(verify(client(jwks), assertion)).isFalse();
  }

  @Property(tries = 500)
  void judgesAssertionsThatTheClientSigned(@ForAll("claims") String claims) throws Exception {
    JWSObject signed =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(), new Payload(claims));
    signed.sign(new ECDSASigner(KEYS.key()));
    assertThat(verify(client(KEYS.jwks()), signed.serialize())).isFalse();
  }

  private boolean verify(Client client, String assertion) {
    try {
      return assertions.verify(
          client,
          OAuthMessages.read(
              Map.of(
                  "client_assertion_type",
                  List.of("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                  "client_assertion",
                  List.of(assertion)),
              PrivateKeyJWT::parse));
    } catch (ParseException _) {
      return false;
    }
  }

  private static Client client(String jwks) {
    Client client =
        new Client(
            ID,
            new ClientDescription(
                "A machine",
                List.of(),
                List.of("client_credentials"),
                ClientAuthenticationMethod.PRIVATE_KEY_JWT,
                Set.of(),
                null,
                null),
            null,
            Instant.now());
    client.jwks = jwks;
    return client;
  }

  @Provide
  Arbitrary<JWSAlgorithm> algorithms() {
    return Arbitraries.of(
        JWSAlgorithm.ES256,
        JWSAlgorithm.ES384,
        JWSAlgorithm.RS256,
        JWSAlgorithm.PS256,
        JWSAlgorithm.HS256,
        JWSAlgorithm.EdDSA);
  }

  @Provide
  Arbitrary<String> keySets() {
    Map<String, String> good =
        Map.of(
            "kty", "\"EC\"",
            "crv", "\"P-256\"",
            "kid", "\"k1\"",
            "x", "\"" + KEYS.key().getX() + "\"",
            "y", "\"" + KEYS.key().getY() + "\"");
    Map<String, String> weak =
        Map.of("kty", "\"RSA\"", "kid", "\"k1\"", "n", "\"AQAB\"", "e", "\"AQ\"");
    Arbitrary<String> key =
        Arbitraries.oneOf(
            JsonDocuments.spoilt(good, KEY_MEMBERS), JsonDocuments.spoilt(weak, KEY_MEMBERS));
    return key.list()
        .ofMaxSize(3)
        .map(all -> String.join(", ", all))
        .flatMap(all -> JsonDocuments.spoilt(Map.of("keys", "[" + all + "]"), List.of("x")));
  }

  @Provide
  Arbitrary<String> unsigned() {
    Arbitrary<String> headers =
        JsonDocuments.spoilt(
            Map.of("alg", "\"ES256\"", "kid", "\"k1\""),
            List.of("typ", "crit", "b64", "jwk", "jku", "x5c", "enc"));
    Arbitrary<String> signatures =
        Arbitraries.of(
            "",
            "AAAA",
            Base64URL.encode("\0".repeat(64)).toString(),
            Base64URL.encode("x".repeat(64)).toString(),
            "%");
    return Combinators.combine(headers, claims(), signatures)
        .as((header, claims, signature) ->
            Base64URL.encode(header) + "." + Base64URL.encode(claims) + "." + signature);
  }

  /** Never such that they would be good now. */
  @Provide
  Arbitrary<String> claims() {
    return JsonDocuments.spoilt(
        Map.of(
            "iss", "\"" + ID + "\"",
            "sub", "\"" + ID + "\"",
            "aud", "\"" + BrowserlessClient.ORIGIN + "\"",
            "jti", "\"1\"",
            "exp", "1"),
        List.of("iat", "nbf", "act", "x"));
  }
}
