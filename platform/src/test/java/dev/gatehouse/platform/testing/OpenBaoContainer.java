package dev.gatehouse.platform.testing;

import dev.gatehouse.backing.vault.VaultAdmin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** An OpenBao server in memory, unsealed, with a root token made for it. */
final class OpenBaoContainer extends GenericContainer<OpenBaoContainer> {
  private static final String IMAGE = "openbao/openbao:2.4.3";
  private static final int PORT = 8200;
  private static final Pattern UNSEAL_KEY = Pattern.compile("Unseal Key: (\\S+)");

  private final String rootToken = UUID.randomUUID().toString();

  OpenBaoContainer() {
    super(IMAGE);
    withExposedPorts(PORT);
    withCommand(
        "server", "-dev", "-dev-root-token-id=" + rootToken, "-dev-listen-address=0.0.0.0:" + PORT);
    waitingFor(Wait.forHttp("/v1/sys/health").forPort(PORT).forStatusCode(200));
  }

  VaultAdmin admin() {
    return new VaultAdmin(url(), rootToken);
  }

  void seal() throws IOException {
    send("seal", "");
  }

  /** A server in development mode tells its unseal key in its log. */
  void unseal() throws IOException {
    Matcher key = UNSEAL_KEY.matcher(getLogs());
    if (!key.find()) {
      throw new IOException("OpenBao's log names no unseal key");
    }
    send("unseal", "{\"key\":\"%s\"}".formatted(key.group(1)));
  }

  private String url() {
    return "http://" + getHost() + ":" + getMappedPort(PORT);
  }

  private void send(String operation, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/v1/sys/" + operation))
            .header("X-Vault-Token", rootToken)
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status / 100 != 2) {
        throw new IOException("OpenBao answered " + operation + " with " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for OpenBao", e);
    }
  }
}
