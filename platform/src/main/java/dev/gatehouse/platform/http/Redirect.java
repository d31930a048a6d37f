package dev.gatehouse.platform.http;

import dev.gatehouse.platform.http.FetchResult.Blocked;
import dev.gatehouse.platform.http.FetchResult.Failure;
import dev.gatehouse.platform.http.FetchResult.TooManyRedirects;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What to do with a response that points elsewhere (RFC 9110 section 15.4). */
sealed interface Redirect {
  /** The response is the result. */
  record None() implements Redirect {}

  /** Not followed. */
  record Refused(Failure failure) implements Redirect {}

  /** Ask this next; nothing is decided about the target yet. */
  record To(FetchRequest request) implements Redirect {}

  Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  /**
   * @param at where the response came from, normalised
   * @param followed redirects so far
   */
  static Redirect of(FetchRequest request, URI at, HttpClientResponse response, int followed) {
    String location = response.getHeader("Location");
    if (!follows(request, response.statusCode(), location)) {
      return new None();
    }
    if (followed >= request.limits().maxRedirects()) {
      return new Refused(new TooManyRedirects());
    }
    try {
      URI next = withoutFragment(at.resolve(new URI(Objects.requireNonNull(location))));
      return at.getScheme().equals("https") && !"https".equalsIgnoreCase(next.getScheme())
          ? new Refused(new Blocked())
          : new To(following(request, at, next));
    } catch (URISyntaxException notAUri) {
      return new Refused(new Blocked());
    }
  }

  private static boolean follows(FetchRequest request, int status, @Nullable String location) {
    boolean readOnly =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    return readOnly
        && request.limits().maxRedirects() > 0
        && STATUSES.contains(status)
        && location != null;
  }

  private static FetchRequest following(FetchRequest request, URI at, URI next) {
    var headers =
        sameOrigin(at, next) ? request.headers() : RequestHeaders.acrossOrigins(request.headers());
    return new FetchRequest(
        request.method(), next, headers, request.body(), request.contentTypes(), request.limits());
  }

  /** Two ways to write one origin may count as two, which only drops more. */
  private static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getRawAuthority().equalsIgnoreCase(other.getRawAuthority());
  }

  private static URI withoutFragment(URI uri) throws URISyntaxException {
    String text = uri.toString();
    int fragment = text.indexOf('#');
    return fragment < 0 ? uri : new URI(text.substring(0, fragment));
  }
}
