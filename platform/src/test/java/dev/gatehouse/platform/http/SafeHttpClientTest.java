package dev.gatehouse.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.http.FetchResult.Broken;
import dev.gatehouse.platform.http.FetchResult.ConnectFailed;
import dev.gatehouse.platform.http.FetchResult.ConnectFailed.Kind;
import dev.gatehouse.platform.http.FetchResult.Response;
import dev.gatehouse.platform.http.FetchResult.WrongContent;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SafeHttpClientTest {
  private final Names names = Names.none().with("upstream.example", "127.0.0.1");
  private final Client client = new Client(Client.LOOPBACK, names);

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void sendsWhatTheUriSays() throws Exception {
    try (var target = Listener.saying("hello")) {
      var uri = "http://UPSTREAM.example.:" + target.port() + "/a%2Fb?q=1";

      var result = client.fetch(FetchRequest.get(URI.create(uri)).header("X-Key", "v"));

      assertThat(((Response) result).body()).hasToString("hello");
      assertThat(target.requests).hasSize(1);
      assertThat(target.requests.getFirst())
          .contains(
              "GET /a%2Fb?q=1 HTTP/1.1", "X-Key: v", "host: upstream.example:" + target.port())
          .contains("accept-encoding: identity", "user-agent: Gatehouse", "connection: close");
    }
  }

  @Test
  void sendsABody() throws Exception {
    try (var target = Listener.answering("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")) {
      var request =
          FetchRequest.post(URI.create(target.url("/")), "application/json", Buffer.buffer("{}"));

      var result = client.fetch(request);

      assertThat(((Response) result).status()).isEqualTo(201);
      assertThat(target.requests.getFirst())
          .contains("content-length: 2", "Content-Type: application/json");
    }
  }

  @Test
  void givesErrorStatusesBack() throws Exception {
    try (var target =
        Listener.answering("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\ngone")) {
      var result =
          client.fetch(FetchRequest.get(URI.create(target.url("/"))).accepting("application/json"));

      assertThat(((Response) result).status()).isEqualTo(404);
    }
  }

  @Test
  void refusesAnotherContentType() throws Exception {
    try (var target =
        Listener.answering("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")) {
      var result =
          client.fetch(FetchRequest.get(URI.create(target.url("/"))).accepting("application/json"));

      assertThat(result).isEqualTo(new WrongContent());
    }
  }

  @Test
  void acceptsTheContentTypeWithParameters() throws Exception {
    try (var target =
        Listener.answering(
            "HTTP/1.1 200 OK\r\nContent-Type: Application/JSON; charset=utf-8\r\n\r\n{}")) {
      var result =
          client.fetch(FetchRequest.get(URI.create(target.url("/"))).accepting("application/json"));

      assertThat(((Response) result).body()).hasToString("{}");
    }
  }

  @Test
  void triesTheNextAddressOfATarget() throws Exception {
    names.with("two.example", "::1", "127.0.0.1");
    try (var target = Listener.saying("second")) {
      var result = client.get("http://two.example:" + target.port() + "/");

      assertThat(((Response) result).body()).hasToString("second");
    }
  }

  @Test
  void tellsThatATargetRefuses() throws Exception {
    var gone = Listener.saying("");
    gone.close();

    var result = client.get(gone.url("/"));

    assertThat(result).isEqualTo(new ConnectFailed(Kind.REFUSED));
  }

  @Test
  void tellsThatAnAnswerBrokeOff() throws Exception {
    try (var target =
        Listener.answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnot so much")) {
      var result = client.get(target.url("/"));

      assertThat(result).isEqualTo(new Broken());
    }
  }

  @Test
  void tellsThatAnAnswerIsNotHttp() throws Exception {
    try (var target = Listener.answering("SSH-2.0-OpenSSH_9.2\r\n")) {
      var result = client.get(target.url("/"));

      assertThat(result).isEqualTo(new Broken());
    }
  }

  @Test
  void worksOnAWorkerThreadOfVertx() throws Exception {
    try (var target = Listener.saying("hello")) {
      var result = client.onWorkerThread(FetchRequest.get(URI.create(target.url("/"))));

      assertThat(((Response) result).body()).hasToString("hello");
    }
  }

  @Test
  void usesNoProxyOfTheEnvironment() throws Exception {
    var properties = List.of("http.proxyHost", "https.proxyHost", "socksProxyHost");
    try (var proxy = Listener.saying("from the proxy");
        var target = Listener.saying("direct")) {
      properties.forEach(name -> System.setProperty(name, "127.0.0.1"));
      List.of("http.proxyPort", "https.proxyPort", "socksProxyPort")
          .forEach(name -> System.setProperty(name, String.valueOf(proxy.port())));
      try (var inSuchAnEnvironment = new Client(Client.LOOPBACK, names)) {
        var result = inSuchAnEnvironment.get("http://upstream.example:" + target.port() + "/");

        assertThat(((Response) result).body()).hasToString("direct");
        assertThat(proxy.accepted).hasValue(0);
      }
    } finally {
      properties.forEach(System::clearProperty);
      List.of("http.proxyPort", "https.proxyPort", "socksProxyPort").forEach(System::clearProperty);
    }
  }
}
