package dev.gatehouse.backing.vault;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.util.concurrent.CompletionException;

/**
 * A vault on the loopback address, for the laptop and for tests. It answers the documented API of
 * HashiCorp Vault and OpenBao for KV version 2, Transit with symmetric keys, tokens, ACL policies,
 * mounts, health and seal status; what it does not know is refused, never guessed.
 *
 * <p>Unlike a real one it unseals itself at the start: its key lies in a file of mode 0600 beside
 * the data, so it protects a copied backup of the data no better than that file does.
 */
public final class LocalVault implements AutoCloseable {

  private final Vertx vertx;
  private final HttpServer server;
  private final Store store;
  private final VaultHttp http;
  private final String rootToken;

  private LocalVault(
      Vertx vertx, HttpServer server, Store store, VaultHttp http, String rootToken) {
    this.vertx = vertx;
    this.server = server;
    this.store = store;
    this.http = http;
    this.rootToken = rootToken;
  }

  /**
   * Opens the vault of a folder and returns when it answers requests.
   *
   * @throws IOException if the folder cannot be used, its data cannot be decrypted, or the port is
   *     in use
   */
  public static LocalVault start(VaultSettings settings) throws IOException {
    var store = Store.open(settings.directory(), settings.durable());
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(4));
    var http = new VaultHttp(vertx, new Dispatcher(store, settings.rootToken()));
    try {
      var server =
          vertx
              .createHttpServer(
                  new HttpServerOptions().setHost("127.0.0.1").setPort(settings.port()))
              .requestHandler(http::handle)
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      return new LocalVault(vertx, server, store, http, settings.rootToken());
    } catch (CompletionException e) {
      store.close();
      await(vertx);
      throw new IOException(
          "the vault cannot listen on port " + settings.port() + ": " + e.getMessage(), e);
    }
  }

  /** Base address without the {@code /v1}, for example {@code http://127.0.0.1:8200}. */
  public String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** The token that may do everything. */
  public String rootToken() {
    return rootToken;
  }

  /** Sets up mounts, policies and tokens with the root token. */
  public VaultAdmin admin() {
    return new VaultAdmin(url(), rootToken);
  }

  /** Answers every request but health and seal status with 503, as a sealed vault does. */
  public void seal() {
    http.seal(true);
  }

  /** Ends {@link #seal}. */
  public void unseal() {
    http.seal(false);
  }

  /** Stops answering. Everything acknowledged is stored. */
  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
    await(vertx);
    store.close();
  }

  private static void await(Vertx vertx) {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
