package dev.gatehouse.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoUpstreamTest extends DemoFixture {
  private static final String PING = "{'jsonrpc':'2.0','id':1,'method':'ping'}";

  @ParameterizedTest
  @ValueSource(strings = {"Bearer wrong", "Bearer secret2", "Bearer ", "Basic secret", "secret"})
  void refusesAnotherCredential(String authorization) throws Exception {
    var answer = client.send(PING, "Authorization", authorization);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"demo\"");
  }

  @Test
  void refusesWhoSendsNoCredential() throws Exception {
    var answer =
        client.send(
            HttpRequest.newBuilder(URI.create(upstream.url())).POST(BodyPublishers.ofString("{}")));

    assertThat(answer.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://localhost:3000, 403",
    "Content-Type, text/plain, 415",
    "Accept, text/event-stream, 406",
  })
  void refusesARequestThatNoClientSends(String header, String value, int status) throws Exception {
    assertThat(client.send(PING, header, value).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void takesOnlyPostAndDelete(String method) throws Exception {
    var answer = client.send(client.post("").method(method, BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST, DELETE");
  }

  @Test
  void servesOnePathOnly() throws Exception {
    var elsewhere = URI.create(upstream.url().replace("/mcp", "/other"));

    assertThat(client.send(client.post(PING).uri(elsewhere)).status()).isEqualTo(404);
  }

  @Test
  void refusesABodyOfMoreThanAMegabyte() throws Exception {
    assertThat(client.send("x".repeat((1 << 20) + 1)).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | -32700",
        "{'jsonrpc':'2.0','id':1,'method':'ping'}x | -32700",
        "{'id':1,'method':'ping'} | -32600",
        "{'jsonrpc':'2.0','id':1} | -32600",
        "[{'jsonrpc':'2.0','id':1,'method':'ping'}] | -32600",
        "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':[]} | -32602",
      })
  void refusesWhatIsNoMessage(String body, int code) throws Exception {
    var answer = client.send(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo(code);
  }

  @Test
  void saysThatItsPortIsInUse() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> DemoUpstream.start(vertx, taken.getLocalPort(), "secret"))
          .isInstanceOf(BindException.class)
          .hasMessage("port " + taken.getLocalPort() + " is in use on 127.0.0.1");
    } finally {
      vertx.close();
    }
  }
}
