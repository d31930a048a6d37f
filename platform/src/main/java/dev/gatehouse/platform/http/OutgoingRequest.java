package dev.gatehouse.platform.http;

import dev.gatehouse.platform.http.TargetVerdict.Permitted;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.net.URI;

/** A request as Vert.x sends it: the address from the verdict, everything else from its URI. */
final class OutgoingRequest {
  private static final String USER_AGENT = "Gatehouse";

  private OutgoingRequest() {}

  static RequestOptions to(Permitted target, int attempt, FetchRequest request) {
    URI uri = target.uri();
    var address = target.addresses().get(attempt);
    var options =
        new RequestOptions()
            .setMethod(request.method())
            .setServer(address)
            .setHost(uri.getHost())
            .setPort(address.port())
            .setSsl(uri.getScheme().equals("https"))
            .setURI(requestTarget(uri))
            .setFollowRedirects(false)
            .putHeader(HttpHeaders.USER_AGENT, USER_AGENT)
            .putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    if (!request.contentTypes().isEmpty()) {
      options.putHeader(HttpHeaders.ACCEPT, String.join(", ", request.contentTypes()));
    }
    request.headers().forEach(options::putHeader);
    return options;
  }

  private static String requestTarget(URI uri) {
    return uri.getRawQuery() == null
        ? uri.getRawPath()
        : uri.getRawPath() + "?" + uri.getRawQuery();
  }
}
