package dev.gatehouse.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.auth.client.ClientKeyPair;
import dev.gatehouse.auth.error.JsonDocuments;
import dev.gatehouse.auth.key.KeyRings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is presented as an access token: claims come out of what was signed here alone. */
class IssuedTokensFuzzTest {
  private static final ECKey KEY = ClientKeyPair.generate().key();

  private final IssuedTokens issued = new IssuedTokens(KeyRings.of(KEY));

  @Example
  void knowsNoTokenWhoseHeaderIsNull() {
    assertThat(issued.read(Base64URL.encode("null") + ".e30.AAAA")).isEmpty();
  }

  @Property(tries = 3_000)
  void knowsNoTokenThatWasNotSignedHere(@ForAll("texts") String token) {
    assertThat(issued.read(token)).isEmpty();
  }

  @Property(tries = 500)
  void readsWhateverWasSigned(@ForAll("claims") String claims) throws Exception {
    JWSObject signed =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(KEY.getKeyID())
                .type(new JOSEObjectType("at+jwt"))
                .build(),
            new Payload(claims));
    signed.sign(new ECDSASigner(KEY));
    Optional<JWTClaimsSet> read = issued.read(signed.serialize());
    if (read.isPresent()) {
      assertThat(read.get()).isEqualTo(JWTClaimsSet.parse(claims));
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> headers =
        JsonDocuments.spoilt(
            Map.of("alg", "\"ES256\"", "kid", "\"k1\"", "typ", "\"at+jwt\""),
            List.of("crit", "b64", "jwk", "jku", "x5c", "enc", "zip"));
    Arbitrary<String> signatures =
        Arbitraries.of(
            "",
            "AAAA",
            Base64URL.encode("\0".repeat(64)).toString(),
            Base64URL.encode("x".repeat(64)).toString(),
            "%",
            "a.b");
    return Arbitraries.oneOf(
        Combinators.combine(headers, claims(), signatures)
            .as((header, claims, signature) ->
                Base64URL.encode(header) + "." + Base64URL.encode(claims) + "." + signature),
        Arbitraries.strings().ofMaxLength(60));
  }

  @Provide
  Arbitrary<String> claims() {
    return JsonDocuments.spoilt(
        Map.of("sub", "\"u\"", "aud", "\"a\"", "exp", "1", "jti", "\"1\""),
        List.of("iss", "iat", "nbf", "org", "client_id", "grant_id", "scope"));
  }
}
