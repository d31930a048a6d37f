package dev.gatehouse.e2e.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An OAuth client written against the specifications alone: finds the authorization server from the
 * resource, registers itself, and trades a person's approval for a token.
 */
public final class OAuthClient {
  private static final String REDIRECT = "http://127.0.0.1:33419/callback";

  private final String resource;
  private final JsonNode server;
  private final String clientId;

  private OAuthClient(String resource, JsonNode server, String clientId) {
    this.resource = resource;
    this.server = server;
    this.clientId = clientId;
  }

  /** Discovers and registers (RFC 8414, RFC 7591) for a resource of this issuer (RFC 8707). */
  public static OAuthClient register(String issuer, String resource) {
    JsonNode server = fetch(URI.create(issuer + "/.well-known/oauth-authorization-server"));
    Map<String, Object> metadata =
        Map.of(
            "client_name",
            "Journey",
            "redirect_uris",
            List.of(REDIRECT),
            "grant_types",
            List.of("authorization_code", "refresh_token"),
            "response_types",
            List.of("code"),
            "token_endpoint_auth_method",
            "none");
    JsonNode client =
        Http.send(
                HttpRequest.newBuilder(endpoint(server, "registration_endpoint"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(Answer.JSON.valueToTree(metadata).toString())))
            .expect(201)
            .json();
    return new OAuthClient(resource, server, client.path("client_id").textValue());
  }

  public String clientId() {
    return clientId;
  }

  /** The token response after this person has approved the client for this organisation. */
  public JsonNode signIn(Person person, String organisation, String scope) {
    String verifier = random();
    String state = random();
    Map<String, String> question = new LinkedHashMap<>();
    question.put("response_type", "code");
    question.put("client_id", clientId);
    question.put("redirect_uri", REDIRECT);
    question.put("scope", scope);
    question.put("state", state);
    question.put("code_challenge", challenge(verifier));
    question.put("code_challenge_method", "S256");
    question.put("resource", resource);
    URI authorize = endpoint(server, "authorization_endpoint");
    Map<String, String> answer =
        parameters(person.approve(URI.create(authorize + "?" + encode(question)), organisation));
    if (!state.equals(answer.get("state")) || !answer.containsKey("code")) {
      throw new AssertionError("not an approval: " + answer);
    }
    return redeem(answer.get("code"), verifier).expect(200).json();
  }

  /** Trades a code for tokens. */
  private Answer redeem(String code, String verifier) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("code_verifier", verifier);
    form.put("client_id", clientId);
    form.put("redirect_uri", REDIRECT);
    form.put("resource", resource);
    return Http.send(
        HttpRequest.newBuilder(endpoint(server, "token_endpoint"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encode(form))));
  }

  private static JsonNode fetch(URI address) {
    return Http.send(HttpRequest.newBuilder(address)).expect(200).json();
  }

  private static URI endpoint(JsonNode server, String name) {
    return URI.create(server.path(name).textValue());
  }

  private static Map<String, String> parameters(URI address) {
    return Stream.of(address.getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> URLDecoder.decode(pair[0], UTF_8),
                pair -> URLDecoder.decode(pair[1], UTF_8)));
  }

  private static String encode(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
