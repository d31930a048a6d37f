package dev.gatehouse.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.http.FetchResult.Blocked;
import dev.gatehouse.platform.http.FetchResult.ConnectFailed;
import dev.gatehouse.platform.http.FetchResult.ConnectFailed.Kind;
import dev.gatehouse.platform.http.FetchResult.Response;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to an address, judged by the name in the URI. */
class TlsTest {
  @TempDir private static Path folder;

  private static final Vertx VERTX = Vertx.vertx();
  private static PfxOptions certificate;
  private static HttpServer server;

  private final Names names =
      Names.none()
          .with("upstream.example", "127.0.0.1")
          .with("other.example", "127.0.0.1")
          .with("single", "127.0.0.1");

  @BeforeAll
  static void listen() throws Exception {
    certificate = certificateFor("dns:upstream.example,dns:single,ip:127.0.0.1");
    server =
        VERTX
            .createHttpServer(
                new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(certificate))
            .requestHandler(request ->
                request
                    .response()
                    .putHeader("Location", "http://upstream.example/plain")
                    .setStatusCode(request.path().equals("/down") ? 302 : 200)
                    .end(request.connection().indicatedServerName() + " " + request.authority()))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
  }

  @AfterAll
  static void close() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  private final Client trusting =
      new Client(Client.LOOPBACK, names, ClientSettings.defaults().trusting(certificate));

  @AfterEach
  void closeClient() {
    trusting.close();
  }

  @Test
  void indicatesAndVerifiesTheNameOfTheUri() throws Exception {
    var result = trusting.get(uri("upstream.example", "/"));

    assertThat(((Response) result).body())
        .hasToString("upstream.example upstream.example:" + server.actualPort());
  }

  @Test
  void verifiesANameWithoutDots() throws Exception {
    var result = trusting.get(uri("single", "/"));

    assertThat(((Response) result).body()).hasToString("null single:" + server.actualPort());
  }

  @Test
  void verifiesAnAddress() throws Exception {
    var result = trusting.get(uri("127.0.0.1", "/"));

    assertThat(((Response) result).body()).hasToString("null 127.0.0.1:" + server.actualPort());
  }

  @Test
  void refusesACertificateForAnotherName() throws Exception {
    var result = trusting.get(uri("other.example", "/"));

    assertThat(result).isEqualTo(new ConnectFailed(Kind.TLS));
  }

  @Test
  void refusesACertificateOfAnUnknownAuthority() throws Exception {
    try (var plain = new Client(Client.LOOPBACK, names)) {
      var result = plain.get(uri("upstream.example", "/"));

      assertThat(result).isEqualTo(new ConnectFailed(Kind.TLS));
    }
  }

  @Test
  void refusesAPortWithoutTls() throws Exception {
    var hasty = new ClientSettings(Duration.ofMillis(500), 16 << 10, Optional.of(certificate));
    try (var target = Listener.saying("plain");
        var client = new Client(Client.LOOPBACK, names, hasty)) {
      var result = client.get("https://upstream.example:" + target.port() + "/");

      assertThat(result).isEqualTo(new ConnectFailed(Kind.TLS));
    }
  }

  @Test
  void isNotLeftForPlainHttp() throws Exception {
    var result =
        trusting.fetch(
            FetchRequest.get(URI.create(uri("upstream.example", "/down")))
                .within(new FetchLimits(Duration.ofSeconds(20), 1000, 3)));

    assertThat(result).isEqualTo(new Blocked());
  }

  private static String uri(String host, String path) {
    return "https://" + host + ":" + server.actualPort() + path;
  }

  private static PfxOptions certificateFor(String names) throws Exception {
    Path file = folder.resolve("server.p12");
    var keytool =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=test",
            "-ext",
            "san=" + names,
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            "not-secret");
    keytool.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    assertThat(keytool.start().waitFor()).isZero();
    return new PfxOptions().setPath(file.toString()).setPassword("not-secret");
  }
}
