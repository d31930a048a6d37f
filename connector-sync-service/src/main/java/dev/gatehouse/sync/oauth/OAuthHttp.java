package dev.gatehouse.sync.oauth;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import dev.gatehouse.platform.http.FetchLimits;
import dev.gatehouse.platform.http.FetchRequest;
import dev.gatehouse.platform.http.FetchResult;
import dev.gatehouse.platform.http.SafeHttpClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sends the messages of the OAuth library, past the guard; nothing is sent twice. */
final class OAuthHttp {
  private static final int MAX_BYTES = 128 << 10;

  private final SafeHttpClient http;
  private final FetchLimits limits;

  OAuthHttp(SafeHttpClient http, Duration limit) {
    this.http = http;
    this.limits = new FetchLimits(limit, MAX_BYTES, 0);
  }

  /**
   * @throws OAuthFailure if there is no answer
   */
  HTTPResponse send(HTTPRequest request) throws OAuthFailure, InterruptedException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    request.getHeaderMap().forEach((name, values) -> headers.put(name, String.join(", ", values)));
    headers.put("Accept", "application/json");
    FetchRequest fetch;
    try {
      fetch =
          new FetchRequest(
              HttpMethod.POST,
              request.getURI(),
              headers,
              Optional.of(Buffer.buffer(Optional.ofNullable(request.getBody()).orElse(""))),
              List.of(),
              limits);
    } catch (IllegalArgumentException e) {
      throw OAuthFailure.unusable("The authorization server cannot be asked: a header is invalid");
    }
    return switch (http.fetchBlocking(fetch)) {
      case FetchResult.Response response -> read(response);
      case FetchResult.Failure failure ->
          throw new OAuthFailure(
              OAuthFailure.Kind.UNAVAILABLE,
              "The authorization server: " + failure.message(),
              mayBeDone(failure));
    };
  }

  private static boolean mayBeDone(FetchResult.Failure failure) {
    return switch (failure) {
      case FetchResult.Blocked _,
          FetchResult.Unresolved _,
          FetchResult.ConnectFailed _,
          FetchResult.TooManyRedirects _ ->
          false;
      case FetchResult.TimedOut _,
          FetchResult.TooLarge _,
          FetchResult.WrongContent _,
          FetchResult.Broken _ ->
          true;
    };
  }

  private static HTTPResponse read(FetchResult.Response response) throws OAuthFailure {
    HTTPResponse read = new HTTPResponse(response.status());
    try {
      String type = response.headers().get("Content-Type");
      if (type != null) {
        read.setContentType(type);
      }
    } catch (ParseException e) {
      throw new OAuthFailure(
          OAuthFailure.Kind.UNUSABLE,
          "The authorization server answers with no readable content type",
          response.successful());
    }
    read.setBody(response.body().toString(StandardCharsets.UTF_8));
    return read;
  }
}
