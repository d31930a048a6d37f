package dev.gatehouse.auth.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is sent, each parser gives a message or says in OAuth's words that there is none; no
 * other exception gets out of it, for that would be an answer of 500.
 */
class ParserFuzzTest {
  private static final URI ENDPOINT = URI.create("https://gate.example/oauth/x");
  private static final String FORM = "application/x-www-form-urlencoded";

  @Property(tries = 10_000)
  void readsTokenRequests(
      @ForAll("forms") String form, @ForAll("authorizations") String authorization) {
    assertRead(TokenRequest::parse, form, FORM, authorization);
  }

  @Property(tries = 10_000)
  void readsRevocationRequests(
      @ForAll("forms") String form, @ForAll("authorizations") String authorization) {
    assertRead(TokenRevocationRequest::parse, form, FORM, authorization);
  }

  @Property(tries = 10_000)
  void readsIntrospectionRequests(
      @ForAll("forms") String form, @ForAll("authorizations") String authorization) {
    assertRead(TokenIntrospectionRequest::parse, form, FORM, authorization);
  }

  @Property(tries = 10_000)
  void readsPushedAuthorizationRequests(
      @ForAll("forms") String form, @ForAll("authorizations") String authorization) {
    assertRead(PushedAuthorizationRequest::parse, form, FORM, authorization);
  }

  @Property(tries = 2_000)
  void readsContentTypes(@ForAll String contentType) {
    assertRead(TokenRequest::parse, "grant_type=refresh_token", contentType, "");
  }

  @Property(tries = 10_000)
  void readsAuthorizationRequests(@ForAll("forms") String query) {
    try {
      OAuthHttp.rejectOdd(URLUtils.parseParameters(query));
      OAuthMessages.read(query, text -> AuthorizationRequest.parse(text));
    } catch (ParseException e) {
      assertSaid(e);
    }
  }

  @Property(tries = 10_000)
  void readsRegistrations(@ForAll("documents") String document) {
    try {
      OAuthMessages.read(
          OAuthHttp.post(ENDPOINT, headers("application/json", ""), document),
          ClientRegistrationRequest::parse);
    } catch (ParseException e) {
      assertSaid(e);
    }
  }

  private static void assertRead(
      OAuthMessages.Parser<HTTPRequest, ?> parser,
      String form,
      String contentType,
      String authorization) {
    try {
      OAuthMessages.read(
          OAuthHttp.form(ENDPOINT, headers(contentType, authorization), form), parser);
    } catch (ParseException e) {
      assertSaid(e);
    }
  }

  private static void assertSaid(ParseException e) {
    ErrorObject error = OAuthErrors.of(e);
    assertThat(error.getCode()).isNotBlank();
    assertThat(new TokenErrorResponse(error).toHTTPResponse().getStatusCode()).isBetween(300, 499);
  }

  private static HttpHeaders headers(String contentType, String authorization) {
    return (HttpHeaders)
        Proxy.newProxyInstance(
            HttpHeaders.class.getClassLoader(),
            new Class<?>[] {HttpHeaders.class},
            (_, _, arguments) -> header(String.valueOf(arguments[0]), contentType, authorization));
  }

  private static @Nullable String header(String name, String contentType, String authorization) {
    String value =
        Map.of(HttpHeaders.CONTENT_TYPE, contentType, HttpHeaders.AUTHORIZATION, authorization)
            .getOrDefault(name, "");
    return value.isEmpty() ? null : value;
  }

  @Provide
  Arbitrary<String> authorizations() {
    return Arbitraries.oneOf(
        Arbitraries.just(""),
        Arbitraries.of(
            "Basic", "Basic ", "Basic !", "Basic Og==", "Basic YTpi", "Bearer x", "DPoP"),
        Arbitraries.strings().ofMaxLength(20).map(text -> "Basic " + text));
  }

  @Provide
  Arbitrary<String> forms() {
    Arbitrary<String> names =
        Arbitraries.of(
            "grant_type",
            "code",
            "refresh_token",
            "redirect_uri",
            "client_id",
            "client_secret",
            "client_assertion",
            "client_assertion_type",
            "code_verifier",
            "scope",
            "resource",
            "token",
            "token_type_hint",
            "response_type",
            "response_mode",
            "state",
            "code_challenge",
            "code_challenge_method",
            "request",
            "request_uri",
            "prompt",
            "max_age",
            "claims",
            "dpop_jkt",
            "authorization_details",
            "id_token_hint",
            "acr_values",
            "ui_locales",
            "login_hint",
            "purpose",
            "audience",
            "subject_token",
            "assertion");
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.of(
                "",
                "authorization_code",
                "refresh_token",
                "client_credentials",
                "password",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "code",
                "code token",
                "S256",
                "plain",
                "none",
                "login",
                "query",
                "form_post",
                "jwt",
                "https://a.example/",
                "urn:x",
                "::",
                "http://[",
                "%",
                "-1",
                "99999999999999999999",
                "{}",
                "[]",
                "[1]",
                "null",
                "a.b.c",
                "e30.e30.",
                "eyJhbGciOiJub25lIn0.e30.",
                "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.AAAA",
                "\u0000",
                "\u202e",
                "\ud800"),
            Arbitraries.strings().ofMaxLength(12));
    Arbitrary<String> pairs =
        Combinators.combine(names, values)
            .as((name, value) -> name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    return Arbitraries.frequencyOf(
        Tuple.of(9, pairs.list().ofMaxSize(9).map(list -> String.join("&", list))),
        Tuple.of(1, Arbitraries.strings().ofMaxLength(40)));
  }

  @Provide
  Arbitrary<String> documents() {
    return JsonDocuments.arbitrary();
  }
}
