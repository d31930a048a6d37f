package dev.gatehouse.auth.error;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static dev.gatehouse.auth.BrowserlessClient.address;
import static dev.gatehouse.auth.BrowserlessClient.from;
import static dev.gatehouse.auth.BrowserlessClient.location;
import static dev.gatehouse.auth.error.OAuthEndpoint.AUTHORIZE;
import static dev.gatehouse.auth.error.OAuthEndpoint.INTROSPECT;
import static dev.gatehouse.auth.error.OAuthEndpoint.JWKS;
import static dev.gatehouse.auth.error.OAuthEndpoint.PAR;
import static dev.gatehouse.auth.error.OAuthEndpoint.REGISTER;
import static dev.gatehouse.auth.error.OAuthEndpoint.REVOKE;
import static dev.gatehouse.auth.error.OAuthEndpoint.TOKEN;
import static dev.gatehouse.auth.error.Refused.refused;

import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Superuser;
import dev.gatehouse.auth.client.MachineClient;
import dev.gatehouse.auth.client.Policies;
import dev.gatehouse.auth.client.RegistrationPolicy;
import dev.gatehouse.auth.key.KeyRing;
import dev.gatehouse.auth.key.KeyRings;
import io.quarkus.test.junit.QuarkusMock;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Every way to be refused by the endpoints that clients talk to. */
final class Refusals {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String LONG = "client_id=x&scope=" + "a".repeat(100_000);
  private static final String MANAGEMENT = ORIGIN + "/mcp";

  /** A token of ours as far as one can tell without the keys. */
  private static final String TOKEN_LIKE =
      "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IngifQ.e30.AAAA";

  private Refusals() {}

  static Stream<Refused> all() {
    return Stream.of(
            authorization(),
            consent(),
            pushed(),
            token(),
            tokenGrants(),
            others(),
            registration(),
            everywhere(),
            unavailable())
        .flatMap(rows -> rows);
  }

  private static Stream<Refused> authorization() {
    return Stream.of(
        authorize("invalid_request", "PKCE is missing, or not `S256`", "code_challenge", null),
        authorize("invalid_request", "`max_age` is no number", "max_age", "soon"),
        authorize("unsupported_response_type", "not `code`", "response_type", "token"),
        authorize("invalid_scope", "no scope of ours", "scope", "openid"),
        authorize("invalid_target", "no resource of this origin", "resource", "https://x.example"),
        authorize("invalid_target", "no such endpoint", "resource", MANAGEMENT + "/default/no"),
        authorize(
            "request_not_supported", "a request object", "request", "eyJhbGciOiJub25lIn0.e30."),
        authorize(
            "request_uri_not_supported",
            "a request object elsewhere",
            "request_uri",
            "https://client.example/request"),
        refused(
            AUTHORIZE,
            303,
            "unauthorized_client",
            "not registered for codes",
            () -> {
              BrowserlessClient machine = BrowserlessClient.of(machineWithRedirectUri().id());
              return machine.authorize(machine.request(MANAGEMENT));
            }),
        refused(
            AUTHORIZE,
            400,
            "page",
            "`client_id` or `redirect_uri` is not known",
            () -> {
              BrowserlessClient nobody = BrowserlessClient.of("nobody");
              return nobody.authorize(nobody.request(MANAGEMENT));
            }));
  }

  private static Stream<Refused> consent() {
    return Stream.of(
        refused(
            AUTHORIZE,
            303,
            "access_denied",
            "the person denies",
            () -> {
              BrowserlessClient client = BrowserlessClient.register();
              String page = client.consentPage(client.request(MANAGEMENT));
              Map<String, String> form = BrowserlessClient.hidden(client.get(page));
              form.put("decision", "deny");
              return client.post(page, form);
            }),
        refused(
            AUTHORIZE,
            303,
            "login_required",
            "`prompt=none`, and nobody is signed in",
            () -> {
              BrowserlessClient client = BrowserlessClient.register();
              return client.get(location(client.authorize(silent(client))));
            }),
        refused(
            AUTHORIZE,
            303,
            "consent_required",
            "`prompt=none`, and a page is needed",
            () -> {
              BrowserlessClient client = BrowserlessClient.register();
              client.consentPage(client.request(MANAGEMENT));
              return client.get(location(client.authorize(silent(client))));
            }));
  }

  private static Stream<Refused> pushed() {
    return Stream.of(
        par(400, "invalid_request", "PKCE is missing, or not `S256`", "code_challenge", null),
        par(400, "invalid_request", "`redirect_uri` is not the client's", "redirect_uri", "a:b"),
        par(400, "unsupported_response_type", "not `code`", "response_type", "token"),
        par(400, "invalid_scope", "no scope of ours", "scope", "openid"),
        par(400, "invalid_target", "no such resource", "resource", "https://x.example"),
        par(
            400,
            "request_not_supported",
            "a request object",
            "request",
            "eyJhbGciOiJub25lIn0.e30."),
        par(401, "invalid_client", "the client does not prove who it is", "client_id", "nobody"),
        refused(
            PAR,
            400,
            "unauthorized_client",
            "not registered for codes",
            () -> {
              MachineClient machine = machineWithRedirectUri();
              return machine.post(
                  PAR.path(), BrowserlessClient.of(machine.id()).request(MANAGEMENT));
            }));
  }

  private static Stream<Refused> token() {
    return Stream.of(
        refused(TOKEN, 400, "invalid_request", "parameters are missing", () -> post(TOKEN, "")),
        refused(
            TOKEN,
            400,
            "invalid_request",
            "a parameter comes twice",
            () -> post(TOKEN, "grant_type=refresh_token&refresh_token=x&client_id=a&client_id=a")),
        refused(
            TOKEN,
            400,
            "unsupported_grant_type",
            "another grant type",
            () ->
                post(
                    TOKEN,
                    "grant_type=password&username=a&password=b&client_id="
                        + BrowserlessClient.register().id())),
        refused(
            TOKEN,
            401,
            "invalid_client",
            "the client does not prove who it is",
            () -> post(TOKEN, "grant_type=refresh_token&refresh_token=x&client_id=nobody")),
        refused(
            TOKEN,
            400,
            "invalid_grant",
            "the refresh token is unknown, used or revoked",
            () -> BrowserlessClient.register().refresh("made-up")),
        refused(
            TOKEN,
            400,
            "unauthorized_client",
            "a grant type that is not the client's",
            () ->
                machineWithRedirectUri()
                    .post(
                        TOKEN.path(),
                        Map.of("grant_type", "refresh_token", "refresh_token", "made-up"))),
        refused(
            TOKEN,
            400,
            "invalid_scope",
            "more than the machine may have",
            () -> MachineClient.create("viewer").token(Map.of("scope", "mcp:admin"))),
        refused(
            TOKEN,
            400,
            "invalid_target",
            "no resource of the machine's organisation",
            () -> MachineClient.create("viewer").token(Map.of("resource", "https://x.example"))));
  }

  private static Stream<Refused> tokenGrants() {
    return Stream.of(
        refused(
            TOKEN,
            400,
            "invalid_grant",
            "the code is unknown, expired or used",
            () -> BrowserlessClient.register().exchange("made-up")),
        refused(
            TOKEN,
            400,
            "invalid_grant",
            "`code_verifier` is missing or wrong",
            () -> exchange("code_verifier", "a".repeat(43))),
        refused(
            TOKEN,
            400,
            "invalid_grant",
            "`redirect_uri` is another than before",
            () -> exchange("redirect_uri", "http://127.0.0.1:1/other")),
        refused(
            TOKEN,
            400,
            "invalid_target",
            "another resource than was granted",
            () -> exchange("resource", ORIGIN + "/api")),
        refused(
            TOKEN,
            400,
            "invalid_scope",
            "more than was granted",
            () -> {
              BrowserlessClient client = BrowserlessClient.register();
              return client.token(
                  Map.of(
                      "grant_type",
                      "refresh_token",
                      "refresh_token",
                      client.tokens(MANAGEMENT, null).path("refresh_token"),
                      "client_id",
                      client.id(),
                      "scope",
                      "mcp:admin"));
            }));
  }

  private static Stream<Refused> others() {
    return Stream.of(
        refused(
            REVOKE,
            400,
            "invalid_request",
            "`token` is missing",
            () -> post(REVOKE, "client_id=" + BrowserlessClient.register().id())),
        refused(
            REVOKE,
            401,
            "invalid_client",
            "the client does not prove who it is",
            () -> post(REVOKE, "client_id=nobody&token=x")),
        refused(
            INTROSPECT,
            400,
            "invalid_request",
            "`token` is missing",
            () -> introspector().post(INTROSPECT.path(), Map.of("x", "y"))),
        refused(
            INTROSPECT,
            401,
            "invalid_client",
            "the client does not prove who it is",
            () ->
                new MachineClient(introspector().id(), "wrong")
                    .post(INTROSPECT.path(), Map.of("token", "x"))),
        refused(
            INTROSPECT,
            403,
            "unauthorized_client",
            "not a client for introspection",
            () -> MachineClient.create("viewer").post(INTROSPECT.path(), Map.of("token", "x"))));
  }

  private static Stream<Refused> registration() {
    return Stream.of(
        refused(
            REGISTER,
            400,
            "invalid_redirect_uri",
            "one that no application can own",
            () -> register("{\"redirect_uris\": [\"javascript:alert(1)\"]}")),
        refused(
            REGISTER,
            400,
            "invalid_client_metadata",
            "something else is not supported",
            () ->
                register("{\"redirect_uris\": [\"https://a.example\"], \"grant_types\": [\"x\"]}")),
        refused(REGISTER, 400, "invalid_client_metadata", "no JSON object", () -> register("x")),
        refused(
            REGISTER,
            401,
            "invalid_token",
            "mode `token`, and no or another token",
            () -> {
              QuarkusMock.installMockForType(Policies.byToken(), RegistrationPolicy.class);
              return register("{}");
            }),
        refused(
            REGISTER,
            429,
            "temporarily_unavailable",
            "too many from the address",
            () -> {
              String address = address();
              return until429(() ->
                  from(address).contentType("application/json").body("{}").post(REGISTER.path()));
            }),
        refused(
            REGISTER,
            429,
            "temporarily_unavailable",
            "too many that nobody uses",
            () -> {
              Database.run(
                  """
                  INSERT INTO oauth_client (id, name, redirect_uris, grant_types, auth_method, created_at)
                  SELECT 'full-' || i, 'x', '{}', '{}', 'none', now() FROM generate_series(1, 10000) i
                  """);
              try {
                return register("{\"redirect_uris\": [\"http://127.0.0.1/callback\"]}");
              } finally {
                Database.run("DELETE FROM oauth_client WHERE id LIKE 'full-%'");
              }
            }));
  }

  /** What all of those that take bodies have in common. */
  private static Stream<Refused> everywhere() {
    Stream<Refused> bodies =
        OAuthEndpoint.takingPosts()
            .flatMap(at ->
                Stream.of(
                    refused(
                        at,
                        405,
                        "invalid_request",
                        "another method than POST",
                        () -> from(address()).get(at.path())),
                    refused(at, 413, "invalid_request", "more than 64 KiB", () -> post(at, LONG))));
    Stream<Refused> floods =
        Stream.of(PAR, TOKEN, REVOKE, INTROSPECT)
            .map(at -> {
              String address = address();
              return refused(
                  at,
                  429,
                  "temporarily_unavailable",
                  "too many refusals of the address",
                  () ->
                      until429(() ->
                          from(address)
                              .contentType(FORM)
                              .body("client_id=nobody&token=x")
                              .post(at.path())));
            });
    String asker = address();
    return Stream.of(
            bodies,
            floods,
            Stream.of(
                refused(
                    AUTHORIZE,
                    429,
                    "page",
                    "too many from the address",
                    () -> until429(() -> from(asker).get(AUTHORIZE.path() + "?client_id=nobody")))))
        .flatMap(rows -> rows);
  }

  private static Stream<Refused> unavailable() {
    String broken = "something unforeseen, of which nothing is said";
    String keys = "signing keys cannot be had";
    String documents = "too many client documents are being fetched";
    return Stream.of(
        refused(
            AUTHORIZE,
            500,
            "page",
            broken,
            () -> {
              BrowserlessClient client = BrowserlessClient.register();
              return broken(() -> client.authorize(client.request(MANAGEMENT)));
            }),
        refused(
            PAR,
            500,
            "server_error",
            broken,
            () -> {
              BrowserlessClient client = BrowserlessClient.register();
              return broken(() -> form(PAR, client.request(MANAGEMENT)));
            }),
        refused(
            TOKEN,
            500,
            "server_error",
            broken,
            () ->
                broken(() -> post(TOKEN, "grant_type=refresh_token&refresh_token=x&client_id=x"))),
        refused(
            REVOKE,
            500,
            "server_error",
            broken,
            () -> broken(() -> post(REVOKE, "client_id=x&token=x"))),
        refused(
            INTROSPECT,
            500,
            "server_error",
            broken,
            () -> {
              MachineClient asking = introspector();
              return broken(() -> asking.post(INTROSPECT.path(), Map.of("token", "x")));
            }),
        refused(
            REGISTER,
            500,
            "server_error",
            broken,
            () -> broken(() -> register("{\"redirect_uris\": [\"http://127.0.0.1/callback\"]}"))),
        refused(
            JWKS,
            500,
            "server_error",
            broken,
            () -> {
              QuarkusMock.installMockForType(KeyRings.withoutKeys(), KeyRing.class);
              return from(address()).get(JWKS.path());
            }),
        refused(
            JWKS,
            503,
            "temporarily_unavailable",
            keys,
            () -> {
              QuarkusMock.installMockForType(KeyRings.withoutVault(), KeyRing.class);
              return from(address()).get(JWKS.path());
            }),
        refused(
            TOKEN,
            503,
            "temporarily_unavailable",
            keys,
            () -> {
              BrowserlessClient client = BrowserlessClient.register();
              QuarkusMock.installMockForType(KeyRings.withoutVault(), KeyRing.class);
              return client.refresh("x");
            }),
        refused(
            REVOKE,
            503,
            "temporarily_unavailable",
            keys,
            () -> {
              BrowserlessClient client = BrowserlessClient.register();
              QuarkusMock.installMockForType(KeyRings.withoutVault(), KeyRing.class);
              return form(REVOKE, Map.of("client_id", client.id(), "token", TOKEN_LIKE));
            }),
        refused(
            INTROSPECT,
            503,
            "temporarily_unavailable",
            keys,
            () -> {
              MachineClient asking = introspector();
              QuarkusMock.installMockForType(KeyRings.withoutVault(), KeyRing.class);
              return asking.post(INTROSPECT.path(), Map.of("token", TOKEN_LIKE));
            }),
        refused(
            AUTHORIZE,
            503,
            "page",
            documents,
            () -> {
              try (HangingDocuments host = new HangingDocuments()) {
                BrowserlessClient client = BrowserlessClient.of(host.client(9));
                return client.authorize(client.request(MANAGEMENT));
              }
            }),
        refused(
            PAR,
            503,
            "temporarily_unavailable",
            documents,
            () -> {
              try (HangingDocuments host = new HangingDocuments()) {
                return form(PAR, BrowserlessClient.of(host.client(9)).request(MANAGEMENT));
              }
            }));
  }

  private static Refused authorize(String error, String when, String parameter, String value) {
    return refused(
        AUTHORIZE,
        303,
        error,
        when,
        () -> {
          BrowserlessClient client = BrowserlessClient.register();
          return client.authorize(changed(client.request(MANAGEMENT), parameter, value));
        });
  }

  private static Refused par(
      int status, String error, String when, String parameter, String value) {
    return refused(
        PAR,
        status,
        error,
        when,
        () ->
            form(PAR, changed(BrowserlessClient.register().request(MANAGEMENT), parameter, value)));
  }

  private static Map<String, String> changed(
      Map<String, String> request, String parameter, String value) {
    Map<String, String> changed = new HashMap<>(request);
    changed.put(parameter, value);
    changed.values().removeIf(v -> v == null);
    return changed;
  }

  private static Map<String, String> silent(BrowserlessClient client) {
    return changed(client.request(MANAGEMENT), "prompt", "none");
  }

  private static Response exchange(String parameter, String value) {
    BrowserlessClient client = BrowserlessClient.register();
    return client.token(
        changed(client.codeRequest(client.code(MANAGEMENT, null)), parameter, value));
  }

  private static Response form(OAuthEndpoint at, Map<String, String> form) {
    return from(address()).contentType(FORM).formParams(form).post(at.path());
  }

  private static Response post(OAuthEndpoint at, String body) {
    return from(address()).contentType(FORM).body(body).post(at.path());
  }

  private static Response register(String metadata) {
    return from(address()).contentType("application/json").body(metadata).post(REGISTER.path());
  }

  private static MachineClient machineWithRedirectUri() {
    return MachineClient.of(
        """
        {"name": "A machine", "grantTypes": ["client_credentials"], "role": "viewer",
         "redirectUris": ["http://127.0.0.1/callback"]}
        """);
  }

  private static MachineClient introspector() {
    return MachineClient.of("{\"name\": \"A resource server\", \"introspection\": true}");
  }

  private static Response broken(Supplier<Response> request) {
    return Superuser.without("oauth_client", request);
  }

  private static Response until429(Supplier<Response> request) {
    Response answer = request.get();
    for (int i = 0; i < 2_000 && answer.statusCode() != 429; i++) {
      answer = request.get();
    }
    return answer;
  }
}
