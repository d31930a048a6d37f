package dev.gatehouse.mcp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.upstream.TargetResolver.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.JksOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which HTTP an upstream is spoken to in, and whose certificates are taken. */
class UpstreamHttpTest {
  private static final String PASSWORD = "changeit";
  private static final List<HttpVersion> HTTP_1 = List.of(HttpVersion.HTTP_1_1);
  private static final UpstreamResult<ToolReply> REFUSED =
      new UpstreamResult.Failed<>(new UpstreamFailure.TlsFailed("TLS handshake failed"));

  @TempDir private static Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final Set<HttpVersion> seen = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void aCertificate() throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store().toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aServerThatOffersItIsSpokenToInHttp2() throws Exception {
    call("https", tls(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)));

    assertThat(seen).containsExactly(HttpVersion.HTTP_2);
  }

  @Test
  void aServerThatDoesNotIsSpokenToInHttp1() throws Exception {
    call("https", tls(HTTP_1));

    assertThat(seen).containsExactly(HttpVersion.HTTP_1_1);
  }

  @Test
  void plainHttpIsNotUpgraded() throws Exception {
    call("http", new HttpServerOptions());

    assertThat(seen).containsExactly(HttpVersion.HTTP_1_1);
  }

  @Test
  void aCertificateThatNobodyKnownHasSignedIsRefused() throws Exception {
    var reply = call("https://localhost", tls(HTTP_1), UpstreamHttp.options());

    assertThat(reply).isEqualTo(REFUSED);
    assertThat(seen).isEmpty();
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws Exception {
    var reply = call("https://mcp.example.com", tls(HTTP_1), trusting());

    assertThat(reply).isEqualTo(REFUSED);
    assertThat(seen).isEmpty();
  }

  @Test
  void aTrustedCertificateForTheNameIsTaken() throws Exception {
    var reply = call("https://localhost", tls(HTTP_1), trusting());

    assertThat(reply).isInstanceOf(UpstreamResult.Ok.class);
  }

  private static HttpClientOptions trusting() {
    return UpstreamHttp.options().setTrustOptions(keys());
  }

  private void call(String scheme, HttpServerOptions options) throws Exception {
    HttpClientOptions anybody = UpstreamHttp.options().setTrustAll(true).setVerifyHost(false);

    assertThat(call(scheme + "://localhost", options, anybody))
        .isInstanceOf(UpstreamResult.Ok.class);
  }

  /**
   * @param origin of which the port is the server's
   */
  private UpstreamResult<ToolReply> call(
      String origin, HttpServerOptions options, HttpClientOptions how) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer(options)
            .requestHandler(request -> {
              seen.add(request.version());
              request
                  .body()
                  .onSuccess(body ->
                      request
                          .response()
                          .putHeader("Content-Type", "application/json")
                          .end(answer(body.toJsonObject())));
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    URI uri = URI.create(origin + ":" + server.actualPort() + "/mcp");
    StreamableHttpClient client =
        new StreamableHttpClient(
            vertx,
            vertx.createHttpClient(how),
            _ ->
                Future.succeededFuture(
                    new Target.Allowed(
                        SocketAddress.inetSocketAddress(server.actualPort(), "127.0.0.1"))),
            new EraCache(),
            UpstreamSettings.defaults("test", "1"));
    Promise<UpstreamResult<ToolReply>> promise = Promise.promise();
    vertx
        .getOrCreateContext()
        .runOnContext(_ ->
            client
                .open(new UpstreamEndpoint(uri, Map.of()))
                .callTool(ToolCall.of("a", new byte[] {'{', '}'}, Duration.ofSeconds(10)))
                .onComplete(promise));
    return promise.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static String answer(JsonObject request) {
    JsonObject result =
        new JsonObject().put("resultType", "complete").put("ttlMs", 0).put("cacheScope", "private");
    if (request.getString("method").equals("server/discover")) {
      result.put("supportedVersions", List.of("2026-07-28")).put("capabilities", new JsonObject());
    }
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", request.getValue("id"))
        .put("result", result)
        .encode();
  }

  private static HttpServerOptions tls(List<HttpVersion> versions) {
    return new HttpServerOptions()
        .setSsl(true)
        .setUseAlpn(true)
        .setAlpnVersions(versions)
        .setKeyCertOptions(keys());
  }

  private static JksOptions keys() {
    return new JksOptions().setPath(store().toString()).setPassword(PASSWORD);
  }

  private static Path store() {
    return folder.resolve("server.p12");
  }
}
