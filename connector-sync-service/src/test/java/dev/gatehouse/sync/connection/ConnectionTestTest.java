package dev.gatehouse.sync.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.http.TargetVerdict;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestVault;
import dev.gatehouse.sync.Connectors;
import dev.gatehouse.sync.Loops;
import dev.gatehouse.sync.Samples;
import dev.gatehouse.sync.SyncTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@SyncTest
class ConnectionTestTest {
  private static final String SECRET = "hunter2-do-not-show";

  private final List<AutoCloseable> opened = new ArrayList<>();
  private Connectors connectors;

  @BeforeEach
  void anOrganisation() {
    connectors = new Connectors();
    opened.add(connectors);
  }

  @AfterEach
  void close() throws Exception {
    TestVault.unseal();
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Speaks.class)
  void givesTheToolsAsTheyAre(Speaks speaks) {
    UpstreamFixture upstream = upstream(speaks).tools(1, List.of(Samples.tool("a", "A tool")));

    ValidatableResponse answer = test(upstream.uri().toString());

    answer
        .body("ok", equalTo(true))
        .body("tools", hasSize(1))
        .body("tools[0].name", equalTo("a"))
        .body("tools[0].description", equalTo("A tool"))
        .body("tools[0].inputSchema.type", equalTo("object"))
        .body("problem", nullValue());
  }

  @Test
  void aConnectorIsTestedWithItsCredentialsAndNothingIsStored() {
    UpstreamFixture upstream =
        upstream(Speaks.LEGACY)
            .tools(1, List.of(Samples.tool("a", "")))
            .requiring("Authorization", "Bearer " + SECRET);
    String path = "orgs/" + connectors.organisation() + "/connectors/" + TestIdentities.newId();
    TestVault.write(path, Map.of("headers", Map.of("Authorization", "Bearer " + SECRET)));
    String id = TestIdentities.newId();
    connectors.publish(
        connectors.manifest(
            id, upstream.uri().toString(), new CredentialReference(path, 1), false, 1));

    ValidatableResponse answer = connectors.request().post("/api/mcps/" + id + "/test").then();

    answer.statusCode(200).body("ok", equalTo(true)).body(not(containsString(SECRET)));
    connectors.request().get("/api/sync/" + id + "/runs").then().body("$", hasSize(0));
    assertThat(Published.read(Topics.DISCOVERY, connectors.organisation())).isEmpty();
    assertThat(
            Published.until(Topics.AUDIT, connectors.organisation(), entries -> !entries.isEmpty())
                .getFirst()
                .event())
        .isInstanceOfSatisfying(
            AuditRecord.class, record -> assertThat(record.action()).isEqualTo("connector.test"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/mcp",
        "http://10.0.0.1:8080/mcp",
        "http://[::ffff:10.0.0.1]:8080/mcp",
        "http://2130706433:8080/mcp",
        "http://no-such-host:8080/mcp",
        "http://no-such-host.internal/mcp",
        "http://no-such-host.svc.cluster.local:8080/mcp",
        "http://no-such-host.invalid:22/mcp",
        "ftp://127.0.0.1/mcp",
        "http://127.0.0.1:22/mcp",
        "no uri at all",
      })
  void blockedTargetsGetOneAnswer(String url) {
    ValidatableResponse answer = test(url);

    answer
        .body("ok", equalTo(false))
        .body("problem.kind", equalTo("blocked"))
        .body("problem.message", equalTo("The target is not permitted or does not resolve"))
        .body("problem.size()", equalTo(2));
  }

  @Test
  void aNameThatDoesNotResolveIsToldApart() {
    ValidatableResponse answer = test("https://no-such-host.invalid/mcp");

    answer
        .body("ok", equalTo(false))
        .body("problem.kind", equalTo("dns"))
        .body("problem.message", equalTo(TargetVerdict.Unresolved.MESSAGE));
  }

  @Test
  void aPortThatNobodyListensAtIsToldApart() {
    NetServer server = netServer(_ -> {});
    int port = server.actualPort();
    join(server.close());

    ValidatableResponse answer = test("http://127.0.0.1:" + port + "/mcp");

    answer.body("problem.kind", equalTo("refused"));
  }

  @Test
  void aServerWithoutTlsIsToldApart() {
    HttpServer server = httpServer(request -> request.response().end());

    ValidatableResponse answer = test("https://127.0.0.1:" + server.actualPort() + "/mcp");

    answer.body("problem.kind", equalTo("tls"));
  }

  @Test
  void aServerThatKeepsSilentIsToldApartWithinTheLimit() {
    NetServer server = netServer(_ -> {});

    ValidatableResponse answer = test("http://127.0.0.1:" + server.actualPort() + "/mcp");

    answer.body("problem.kind", equalTo("timeout"));
  }

  @Test
  void aServerThatWantsATokenSaysWhereToGetIt() {
    HttpServer server = httpServer(null);
    String origin = "http://127.0.0.1:" + server.actualPort();
    handle(
        server,
        request -> {
          if (request.path().equals("/.well-known/x")) {
            request
                .response()
                .putHeader("Content-Type", "application/json")
                .end(
                    new JsonObject()
                        .put("resource", origin + "/mcp")
                        .put("authorization_servers", List.of("https://as.example"))
                        .put("scopes_supported", List.of("read", "write"))
                        .encode());
          } else {
            request
                .response()
                .setStatusCode(401)
                .putHeader(
                    "WWW-Authenticate",
                    "Basic realm=\"a, b\", Bearer resource_metadata=\""
                        + origin
                        + "/.well-known/x\"")
                .end();
          }
        });

    ValidatableResponse answer = test(origin + "/mcp");

    answer
        .body("problem.kind", equalTo("unauthorized"))
        .body("problem.status", equalTo(401))
        .body("problem.asks.schemes", equalTo(List.of("Basic", "Bearer")))
        .body("problem.asks.authorizationServers", equalTo(List.of("https://as.example")))
        .body("problem.asks.scopes", equalTo(List.of("read", "write")));
  }

  @Test
  void aTokenThatIsNotEnoughSaysWhichScopesAre() {
    HttpServer server =
        httpServer(request ->
            request
                .response()
                .setStatusCode(403)
                .putHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"a b\"")
                .end());

    ValidatableResponse answer = test("http://127.0.0.1:" + server.actualPort() + "/mcp");

    answer
        .body("problem.kind", equalTo("forbidden"))
        .body("problem.asks.error", equalTo("insufficient_scope"))
        .body("problem.asks.scopes", equalTo(List.of("a", "b")));
  }

  @Test
  void aWebSiteIsNotMcp() {
    HttpServer server =
        httpServer(request ->
            request.response().putHeader("Content-Type", "text/html").end("<html></html>"));

    ValidatableResponse answer = test("http://127.0.0.1:" + server.actualPort() + "/mcp");

    answer.body("problem.kind", equalTo("not_mcp"));
  }

  @Test
  void aServerOfTheOtherTransportSaysWhichOneWorks() {
    UpstreamFixture upstream = upstream(Speaks.LEGACY).tools(1, List.of(Samples.tool("a", "")));

    ValidatableResponse answer =
        test(new JsonObject().put("url", upstream.uri().toString()).put("transport", "sse"));

    answer
        .body("problem.kind", equalTo("wrong_transport"))
        .body("problem.transport", equalTo("streamable_http"));
  }

  @Test
  void aServerOfAnotherRevisionIsToldApart() {
    UpstreamFixture upstream =
        upstream(Speaks.LEGACY)
            .on(
                "initialize",
                _ -> "{\"protocolVersion\":\"2001-01-01\",\"capabilities\":{},\"serverInfo\":{}}");

    ValidatableResponse answer = test(upstream.uri().toString());

    answer.body("problem.kind", equalTo("protocol"));
  }

  @Test
  void aUserNameAndAPasswordAreShownAsTheyAreByAConnector() {
    UpstreamFixture upstream =
        upstream(Speaks.LEGACY)
            .tools(1, List.of(Samples.tool("a", "")))
            .requiring("Authorization", "Basic bWU6aHVudGVyMg==");

    ValidatableResponse answer =
        test(
            new JsonObject()
                .put("url", upstream.uri().toString())
                .put(
                    "credentials",
                    new JsonObject()
                        .put(
                            "basic",
                            new JsonObject().put("username", "me").put("password", "hunter2"))));

    answer.body("ok", equalTo(true));
  }

  @Test
  void anErrorOfTheUpstreamHasNoCredentialInIt() {
    UpstreamFixture upstream =
        upstream(Speaks.LEGACY)
            .failing(
                "tools/list",
                200,
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32603,\"message\":\"Bearer "
                    + SECRET
                    + "\"}}");

    ValidatableResponse answer =
        test(
            new JsonObject()
                .put("url", upstream.uri().toString())
                .put("credentials", new JsonObject().put("bearer", SECRET)));

    answer.body("ok", equalTo(false)).body(not(containsString(SECRET)));
  }

  @Test
  void anotherOrganisationsConnectorIsNotFound() {
    UpstreamFixture upstream = upstream(Speaks.LEGACY);
    try (Connectors others = new Connectors()) {
      String id = others.add(upstream.uri().toString());
      others.request().post("/api/mcps/" + id + "/test").then().statusCode(200);

      ValidatableResponse answer = connectors.request().post("/api/mcps/" + id + "/test").then();

      answer.statusCode(404);
    }
  }

  @Test
  void needsTheScopeToWrite() {
    ValidatableResponse answer =
        connectors
            .request(Scope.READ)
            .contentType("application/json")
            .body("{\"url\":\"http://127.0.0.1:8080/mcp\"}")
            .post("/api/mcps/new/test")
            .then();

    answer.statusCode(403);
  }

  @Test
  void aDefinitionWithoutAUrlIsRefused() {
    ValidatableResponse answer =
        connectors
            .request()
            .contentType("application/json")
            .body("{}")
            .post("/api/mcps/new/test")
            .then();

    answer.statusCode(400).body("errors.pointer", hasItem("/url"));
  }

  private ValidatableResponse test(String url) {
    return test(new JsonObject().put("url", url));
  }

  private ValidatableResponse test(JsonObject definition) {
    return connectors
        .request()
        .contentType("application/json")
        .body(definition.encode())
        .post("/api/mcps/new/test")
        .then()
        .statusCode(200);
  }

  private UpstreamFixture upstream(Speaks speaks) {
    UpstreamFixture upstream = UpstreamFixture.start(Loops.VERTX, speaks);
    opened.add(upstream);
    return upstream;
  }

  private Consumer<HttpServerRequest> handler = request -> request.response().end();

  private void handle(HttpServer server, Consumer<HttpServerRequest> how) {
    handler = how;
  }

  private HttpServer httpServer(Consumer<HttpServerRequest> how) {
    if (how != null) {
      handler = how;
    }
    HttpServer server =
        join(
            Loops.VERTX
                .createHttpServer()
                .requestHandler(request -> handler.accept(request))
                .listen(0, "127.0.0.1"));
    opened.add(() -> join(server.close()));
    return server;
  }

  private NetServer netServer(Consumer<io.vertx.core.net.NetSocket> how) {
    NetServer server =
        join(Loops.VERTX.createNetServer().connectHandler(how::accept).listen(0, "127.0.0.1"));
    opened.add(() -> join(server.close()));
    return server;
  }

  private static <T> T join(io.vertx.core.Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(Duration.ofSeconds(30).toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
        .join();
  }
}
