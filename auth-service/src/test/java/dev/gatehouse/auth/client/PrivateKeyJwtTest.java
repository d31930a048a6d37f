package dev.gatehouse.auth.client;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Client authentication by a signed assertion (RFC 7523). */
@AuthTest
class PrivateKeyJwtTest {
  private final ClientKeyPair keys = ClientKeyPair.generate();
  private MachineClient machine;

  @BeforeEach
  void aMachineWithAKey() {
    machine =
        MachineClient.of(
            """
            {"name": "A machine", "grantTypes": ["client_credentials"], "role": "editor",
             "authMethod": "private_key_jwt", "jwks": %s}
            """
                .formatted(keys.jwks()));
  }

  @Test
  void isForTheIssuer() {
    assertThat(token(keys.sign(claims().audience(ORIGIN).build())).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://other.example", ORIGIN + "/", ORIGIN + "/oauth", ORIGIN + "/oauth/token"})
  void isForNoOtherAudience(String audience) {
    assertRefused(keys.sign(claims().audience(audience).build()));
  }

  @Test
  void isForNobodyBesides() {
    assertRefused(keys.sign(claims().audience(List.of(ORIGIN, "https://other.example")).build()));
  }

  @Test
  void isGoodOnce() {
    String assertion = keys.assertion(machine.id());
    token(assertion);
    assertRefused(assertion);
  }

  @Test
  void isGoodOnceWhenItComesFiftyTimesAtOnce() throws Exception {
    String assertion = keys.assertion(machine.id());
    Callable<Integer> request = () -> token(assertion).statusCode();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(
              callers.invokeAll(IntStream.range(0, 50).mapToObj(_ -> request).toList()).stream()
                  .map(Future::resultNow))
          .containsOnly(200, 401)
          .containsOnlyOnce(200);
    }
  }

  @Test
  void needsAnId() {
    assertRefused(keys.sign(claims().jwtID(null).build()));
  }

  @Test
  void needsAnExpiry() {
    assertError(token(keys.sign(claims().expirationTime(null).build())));
  }

  @Test
  void isGoodForTenMinutesAtMost() {
    assertRefused(keys.sign(claims().expirationTime(in(3_600)).build()));
  }

  @Test
  void expires() {
    assertRefused(keys.sign(claims().expirationTime(in(-300)).build()));
  }

  @Test
  void isMadeByTheClientItself() {
    assertError(token(keys.sign(claims().issuer("somebody else").build())));
  }

  @Test
  void isSignedByTheClient() {
    assertRefused(ClientKeyPair.generate().assertion(machine.id()));
  }

  @Test
  void isNotSignedByAKeyThatItBringsAlong() {
    ClientKeyPair own = ClientKeyPair.generate();
    assertRefused(
        own.sign(
            new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(own.key().toPublicJWK()).build(),
            claims().build()));
  }

  @Test
  void isNotSignedByAKeyThatItPointsTo() {
    ClientKeyPair own = ClientKeyPair.generate();
    assertRefused(
        own.sign(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .jwkURL(URI.create("https://evil.example/keys"))
                .build(),
            claims().build()));
  }

  @Test
  void isSigned() {
    assertError(token(new PlainJWT(claims().build()).serialize()));
  }

  @Test
  void isNotReplacedBySayingTheId() {
    assertError(
        BrowserlessClient.of(machine.id())
            .token(Map.of("grant_type", "client_credentials", "client_id", machine.id())));
  }

  @Test
  void isOfNoUseToAClientWithoutKeys() {
    MachineClient other = MachineClient.create("editor");
    assertRefused(keys.assertion(other.id()));
  }

  @Test
  void isSignedByAKeyThatTheClientPublishes() throws IOException {
    byte[] document = keys.jwks().getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, document.length);
          exchange.getResponseBody().write(document);
          exchange.close();
        });
    server.start();
    try {
      publishes("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
      assertThat(token(keys.assertion(machine.id())).statusCode()).isEqualTo(200);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://169.254.169.254/keys", "https://10.0.0.1/keys", "https://127.0.0.1:1/k"})
  void isOfNoUseWhereTheKeysCannotBeHad(String keysUri) {
    publishes(keysUri);
    assertRefused(keys.assertion(machine.id()));
  }

  private void publishes(String keysUri) {
    machine =
        MachineClient.of(
            """
            {"name": "A machine", "grantTypes": ["client_credentials"], "role": "editor",
             "authMethod": "private_key_jwt", "jwksUri": "%s"}
            """
                .formatted(keysUri));
  }

  @Test
  void isTakenOfAClientThatRegisteredItself() {
    BrowserlessClient client =
        BrowserlessClient.register(
            """
            {"redirect_uris": ["http://127.0.0.1/callback"],
             "token_endpoint_auth_method": "private_key_jwt", "jwks": %s}
            """
                .formatted(keys.jwks()));
    Map<String, String> form = client.codeRequest(client.code(ORIGIN + "/mcp/default/demo", null));
    form.putAll(ClientKeyPair.form(keys.assertion(client.id())));
    assertThat(client.token(form).statusCode()).isEqualTo(200);
  }

  private JWTClaimsSet.Builder claims() {
    return ClientKeyPair.claims(machine.id());
  }

  private static Date in(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private Response token(String assertion) {
    Map<String, String> form = ClientKeyPair.form(assertion);
    form.put("grant_type", "client_credentials");
    return BrowserlessClient.of(machine.id()).token(form);
  }

  private void assertRefused(String assertion) {
    token(assertion)
        .then()
        .statusCode(401)
        .header("Cache-Control", "no-store")
        .body("error", equalTo("invalid_client"));
  }

  // Where Nimbus already cannot read it, the request is at fault and not the client.
  private static void assertError(Response response) {
    assertThat(response.statusCode()).isIn(400, 401);
    assertThat((String) response.path("error")).isIn("invalid_request", "invalid_client");
  }
}
