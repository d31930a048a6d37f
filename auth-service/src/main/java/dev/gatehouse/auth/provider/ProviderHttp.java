package dev.gatehouse.auth.provider;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests to providers, whose addresses the operator chose. Follows no redirects, waits no longer
 * than ten seconds and reads no more than a megabyte; for threads that may block.
 */
@ApplicationScoped
class ProviderHttp implements HTTPRequestSender, ResourceRetriever {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int LIMIT_SECONDS = 10;
  private static final int MOST_BYTES = 1 << 20;

  private final HttpClient http;

  ProviderHttp(Vertx vertx) {
    this.http =
        vertx.createHttpClient(
            // A connection of its own for each: sign-ins are rare, and a provider closes idle ones.
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setKeepAlive(false)
                .setVerifyHost(true));
  }

  /**
   * @throws IOException if there is no answer, or another than 200
   */
  String get(URI uri) throws IOException {
    HTTPResponse response = exchange(HttpMethod.GET, uri, null, null);
    if (response.getStatusCode() != 200) {
      throw new IOException(uri.getHost() + " answered " + response.getStatusCode());
    }
    return response.getBody() == null ? "" : response.getBody();
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    return new Resource(get(URI.create(url.toString())), "application/json");
  }

  @Override
  public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
    return exchange(
        HttpMethod.valueOf(request.getMethod().name()),
        request.getURI(),
        request,
        request.getBody());
  }

  private HTTPResponse exchange(
      HttpMethod method, URI uri, @Nullable ReadOnlyHTTPRequest head, @Nullable String body)
      throws IOException {
    RequestOptions options = new RequestOptions().setAbsoluteURI(uri.toString()).setMethod(method);
    // Once more where a connection broke: the worst that comes of a code sent twice is a refusal.
    return await(
        uri,
        once(options, head, body)
            .recover(_ -> once(options, head, body))
            .timeout(LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  private Future<HTTPResponse> once(
      RequestOptions options, @Nullable ReadOnlyHTTPRequest head, @Nullable String body) {
    return http.request(options)
        .compose(request -> {
          if (head != null) {
            head.getHeaderMap().forEach(request::putHeader);
          }
          request.putHeader("Accept", "application/json");
          return body == null ? request.send() : request.send(body);
        })
        .compose(ProviderHttp::read);
  }

  private static HTTPResponse await(URI uri, Future<HTTPResponse> answer) throws IOException {
    try {
      return answer.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new IOException("no answer of " + uri.getHost() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Future<HTTPResponse> read(HttpClientResponse response) {
    HttpClientRequest request = response.request();
    Buffer all = Buffer.buffer();
    response.handler(part -> {
      all.appendBuffer(part);
      if (all.length() > MOST_BYTES) {
        request.reset();
      }
    });
    return response
        .end()
        .map(_ -> {
          HTTPResponse read = new HTTPResponse(response.statusCode());
          String type = response.getHeader("Content-Type");
          if (type != null) {
            read.setHeader("Content-Type", type);
          }
          read.setBody(all.toString());
          return read;
        });
  }
}
