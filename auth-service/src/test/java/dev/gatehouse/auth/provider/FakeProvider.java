package dev.gatehouse.auth.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * A fake OpenID provider that answers whatever a test wants, at the address that the fixture has
 * configured. It has no accounts and no pages: the test is its user.
 */
final class FakeProvider implements AutoCloseable {
  static final String CLIENT_ID = "gatehouse";

  private static final RSAKey FIRST_KEY = key("first");

  /** One for each name, for the whole run: a port that was given up could be taken by others. */
  private static final Map<String, HttpServer> SERVERS = new ConcurrentHashMap<>();

  private final String issuer;
  private final HttpServer server;
  private volatile String metadataIssuer;
  private volatile String authorizationEndpoint;
  private final CountDownLatch asked = new CountDownLatch(1);
  private volatile CountDownLatch answering = new CountDownLatch(0);
  private volatile List<JWK> published = List.of(FIRST_KEY);
  private volatile Function<Map<String, String>, String> tokenResponse = _ -> "{}";
  private volatile int tokenStatus = 200;
  private volatile Map<String, String> lastTokenRequest = Map.of();

  /** The provider of this name. */
  FakeProvider(String name) {
    issuer =
        ConfigProvider.getConfig()
            .getValue("gatehouse.sign-in.providers." + name + ".issuer", String.class);
    metadataIssuer = issuer;
    authorizationEndpoint = issuer + "/authorize";
    server = SERVERS.computeIfAbsent(name, _ -> listen(URI.create(issuer).getPort()));
    server.createContext(
        "/.well-known/openid-configuration",
        exchange -> {
          asked.countDown();
          await(answering);
          send(exchange, 200, metadata());
        });
    server.createContext(
        "/jwks",
        exchange -> send(exchange, 200, new JWKSet(published).toPublicJWKSet().toString()));
    server.createContext("/token", this::token);
  }

  private static HttpServer listen(int port) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String issuer() {
    return issuer;
  }

  /** Says in its metadata that it is another. */
  void claimToBe(String another) {
    metadataIssuer = another;
  }

  /** Says in its metadata that browsers go there. */
  void sendBrowsersTo(String uri) {
    authorizationEndpoint = uri;
  }

  /** Answers the next codes with this, whatever it is. */
  void answerWith(String document) {
    tokenStatus = 200;
    tokenResponse = _ -> document;
  }

  /** Answers the next codes with this ID token. */
  void answer(String idToken) {
    tokenStatus = 200;
    tokenResponse =
        _ ->
            """
            {"access_token": "none", "token_type": "Bearer", "id_token": "%s"}
            """
                .formatted(idToken);
  }

  /** Says nothing of itself until what it returns is run. */
  Runnable hang() {
    answering = new CountDownLatch(1);
    return answering::countDown;
  }

  void awaitQuestion() {
    await(asked);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(9, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  void refuseCodes() {
    tokenStatus = 400;
    tokenResponse = _ -> "{\"error\": \"invalid_grant\"}";
  }

  Map<String, String> lastTokenRequest() {
    return lastTokenRequest;
  }

  /** From now on there is another key, and the first one is gone. */
  RSAKey rotate() {
    RSAKey next = key("second");
    published = List.of(next);
    return next;
  }

  /** Claims of a good ID token; change them at will. */
  JWTClaimsSet.Builder claims(String subject, String nonce) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .subject(subject)
        .audience(CLIENT_ID)
        .claim("nonce", nonce)
        .claim("preferred_username", "alice")
        .claim("email", "alice@example.com")
        .claim("email_verified", true)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)));
  }

  static String sign(JWTClaimsSet claims) {
    return sign(claims, FIRST_KEY);
  }

  static String sign(JWTClaimsSet claims, RSAKey key) {
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signs anything. */
  static String signText(String payload, RSAKey key) {
    try {
      JWSObject jws =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
              new Payload(payload));
      jws.sign(new RSASSASigner(key));
      return jws.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static RSAKey key(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String metadata() {
    return """
    {"issuer": "%s", "authorization_endpoint": "%s", "token_endpoint": "%s/token",
     "jwks_uri": "%s/jwks", "subject_types_supported": ["public"],
     "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
     "authorization_response_iss_parameter_supported": true}
    """
        .formatted(metadataIssuer, authorizationEndpoint, issuer, issuer);
  }

  private void token(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    lastTokenRequest =
        Map.of(
            "form",
            form,
            "authorization",
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    send(exchange, tokenStatus, tokenResponse.apply(lastTokenRequest));
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(bytes);
    }
  }

  @Override
  public void close() {
    for (String path : List.of("/.well-known/openid-configuration", "/jwks", "/token")) {
      server.removeContext(path);
    }
  }
}
