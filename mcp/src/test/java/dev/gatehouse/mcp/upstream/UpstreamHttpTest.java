package dev.gatehouse.mcp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.upstream.TargetResolver.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which HTTP an upstream is spoken to in. */
class UpstreamHttpTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final Set<HttpVersion> seen = ConcurrentHashMap.newKeySet();

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
    call("https", tls(List.of(HttpVersion.HTTP_1_1)));

    assertThat(seen).containsExactly(HttpVersion.HTTP_1_1);
  }

  @Test
  void plainHttpIsNotUpgraded() throws Exception {
    call("http", new HttpServerOptions());

    assertThat(seen).containsExactly(HttpVersion.HTTP_1_1);
  }

  private void call(String scheme, HttpServerOptions options) throws Exception {
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
    URI uri = URI.create(scheme + "://localhost:" + server.actualPort() + "/mcp");
    StreamableHttpClient client =
        new StreamableHttpClient(
            vertx,
            vertx.createHttpClient(UpstreamHttp.options().setTrustAll(true).setVerifyHost(false)),
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
    assertThat(promise.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS))
        .isInstanceOf(UpstreamResult.Ok.class);
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

  private HttpServerOptions tls(List<HttpVersion> versions) throws Exception {
    Path store = folder.resolve("server.p12");
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
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    return new HttpServerOptions()
        .setSsl(true)
        .setUseAlpn(true)
        .setAlpnVersions(versions)
        .setKeyStoreOptions(new JksOptions().setPath(store.toString()).setPassword(PASSWORD));
  }
}
