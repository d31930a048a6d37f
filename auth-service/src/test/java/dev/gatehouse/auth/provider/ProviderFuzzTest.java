package dev.gatehouse.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.gatehouse.auth.error.JsonDocuments;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever a provider says, or somebody in its place, is an answer or none: no other exception gets
 * out, for that would be a page that says that we failed.
 */
class ProviderFuzzTest {
  private static final String ISSUER = "https://sso.example";
  private static final URI REDIRECT_URI = URI.create("https://gate.example/login/with/x/callback");

  private static final RSAKey KEY = FakeProvider.key("first");
  private static final IDTokenValidator VALIDATOR =
      new IDTokenValidator(
          new Issuer(ISSUER),
          new ClientID("gatehouse"),
          JWSAlgorithm.RS256,
          new JWKSet(KEY.toPublicJWK()));

  @Property(tries = 3_000)
  void readsCallbacks(@ForAll("queries") String query) {
    ExternalSignIn.read(REDIRECT_URI, query)
        .ifPresent(answer -> assertThat(answer.getRedirectionURI()).isEqualTo(REDIRECT_URI));
  }

  @Property(tries = 3_000)
  void readsMetadata(@ForAll("metadata") String document) {
    try {
      OIDCProviderMetadata metadata = Discovery.read(ISSUER, document);
      assertThat(metadata.getIssuer().getValue()).isEqualTo(ISSUER);
      assertThat(metadata.getAuthorizationEndpointURI().getScheme()).startsWith("http");
      assertThat(Discovery.algorithms(metadata))
          .isNotEmpty()
          .allMatch(JWSAlgorithm.Family.SIGNATURE::contains);
    } catch (ProviderException e) {
      assertThat(e.rule()).isEqualTo(ProviderException.Rule.PROVIDER_METADATA);
    } catch (ParseException _) {
      // none that anybody could read
    }
  }

  @Property(tries = 500)
  void readsTokenResponses(@ForAll("tokenResponses") String body) throws ParseException {
    HTTPResponse answer = new HTTPResponse(200);
    answer.setContentType("application/json");
    answer.setBody(body);
    JWT idToken;
    try {
      idToken = CodeRedemption.idToken(answer);
    } catch (ProviderException e) {
      assertThat(e.rule()).isEqualTo(ProviderException.Rule.TOKEN_REFUSED);
      return;
    }
    try {
      assertThat(CodeRedemption.claims(idToken, VALIDATOR, new Nonce("n")).getIssuer().getValue())
          .isEqualTo(ISSUER);
    } catch (ProviderException e) {
      assertThat(e.rule()).isEqualTo(ProviderException.Rule.ID_TOKEN_INVALID);
    }
  }

  @Provide
  Arbitrary<String> queries() {
    Arbitrary<String> names =
        Arbitraries.of(
            "code",
            "state",
            "iss",
            "error",
            "error_description",
            "error_uri",
            "response",
            "id_token",
            "access_token",
            "token_type",
            "expires_in",
            "session_state",
            "scope");
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.of(
                "",
                "c",
                "a.b.c",
                "e30.e30.",
                "eyJhbGciOiJub25lIn0.e30.",
                "::",
                "http://[",
                "%",
                "\u0000",
                "\ud800",
                "access_denied",
                "\"",
                ISSUER),
            Arbitraries.strings().ofMaxLength(12));
    return Arbitraries.frequencyOf(
        Tuple.of(
            9,
            Combinators.combine(names, values)
                .as((name, value) -> name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8))
                .list()
                .ofMaxSize(6)
                .map(list -> String.join("&", list))),
        Tuple.of(1, Arbitraries.strings().ofMaxLength(40)));
  }

  @Provide
  Arbitrary<String> metadata() {
    return JsonDocuments.spoilt(
        Map.of(
            "issuer", "\"" + ISSUER + "\"",
            "authorization_endpoint", "\"https://sso.example/authorize\"",
            "token_endpoint", "\"https://sso.example/token\"",
            "jwks_uri", "\"https://sso.example/jwks\"",
            "subject_types_supported", "[\"public\"]",
            "response_types_supported", "[\"code\"]",
            "id_token_signing_alg_values_supported", "[\"RS256\", \"none\", \"HS256\"]"),
        List.of(
            "scopes_supported",
            "grant_types_supported",
            "code_challenge_methods_supported",
            "token_endpoint_auth_methods_supported",
            "authorization_response_iss_parameter_supported",
            "mtls_endpoint_aliases",
            "prompt_values_supported",
            "signed_metadata",
            "x"));
  }

  @Provide
  Arbitrary<String> tokenResponses() {
    Arbitrary<String> claims =
        JsonDocuments.spoilt(
            Map.of(
                "iss", "\"" + ISSUER + "\"",
                "sub", "\"alice\"",
                "aud", "\"gatehouse\"",
                "nonce", "\"n\"",
                "exp", "1",
                "iat", "1"),
            List.of("azp", "auth_time", "acr", "amr", "at_hash", "nbf", "_claim_sources"));
    Arbitrary<String> headers =
        JsonDocuments.spoilt(
            Map.of("alg", "\"RS256\"", "kid", "\"first\""),
            List.of("typ", "crit", "b64", "enc", "jwk", "x5c", "zip"));
    Arbitrary<String> tokens =
        Arbitraries.oneOf(
            Combinators.combine(headers, claims)
                .as((header, body) ->
                    "\"" + Base64URL.encode(header) + "." + Base64URL.encode(body) + ".AAAA\""),
            claims.map(body -> FakeProvider.signText(body, KEY)).map(token -> "\"" + token + "\""));
    return tokens.flatMap(token ->
        JsonDocuments.spoilt(
            Map.of("access_token", "\"a\"", "token_type", "\"Bearer\"", "id_token", token),
            List.of("expires_in", "refresh_token", "scope", "error", "error_description")));
  }
}
