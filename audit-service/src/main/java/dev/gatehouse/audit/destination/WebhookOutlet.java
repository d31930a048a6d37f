package dev.gatehouse.audit.destination;

import dev.gatehouse.audit.export.ExportFormat;
import dev.gatehouse.platform.http.FetchLimits;
import dev.gatehouse.platform.http.FetchRequest;
import dev.gatehouse.platform.http.FetchResult;
import dev.gatehouse.platform.http.SafeHttpClient;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A POST of one record a line; any 2xx is the acknowledgement. Redirects are not followed. */
final class WebhookOutlet implements Outlet {
  private static final int LONGEST_ANSWER = 64 * 1024;

  private final SafeHttpClient http;
  private final UUID destination;
  private final URI url;
  private final ExportFormat format;
  private final Map<String, String> headers;
  private final FetchLimits limits;

  WebhookOutlet(
      SafeHttpClient http, Destination destination, Map<String, String> headers, Duration timeout) {
    this.http = http;
    this.destination = destination.id();
    this.url = destination.document().url();
    this.format = destination.document().format();
    this.headers = headers;
    this.limits = new FetchLimits(timeout, LONGEST_ANSWER, 0);
  }

  @Override
  public Sent send(List<String> records) throws InterruptedException {
    Buffer body = Buffer.buffer();
    records.forEach(record -> body.appendBytes(format.line(record)));
    FetchRequest request = FetchRequest.post(url, format.mediaType(), body).within(limits);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      request = request.header(header.getKey(), header.getValue());
    }
    request = request.header("Gatehouse-Destination", destination.toString());
    return switch (http.fetchBlocking(request)) {
      case FetchResult.Response response when response.successful() -> new Sent.Acknowledged();
      case FetchResult.Response(_, int status, _, _) ->
          new Sent.Failed("The webhook answers with HTTP status " + status);
      case FetchResult.Failure failure -> new Sent.Failed(failure.message());
    };
  }
}
