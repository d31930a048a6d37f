package dev.gatehouse.platform.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request of {@link SafeHttpClient}.
 *
 * @param headers names without regard to case; values may be secret, so they are not in {@link
 *     #toString()}
 * @param contentTypes media types that a 2xx may have, lower case, without parameters; empty for
 *     any
 */
public record FetchRequest(
    HttpMethod method,
    URI uri,
    Map<String, String> headers,
    Optional<Buffer> body,
    List<String> contentTypes,
    FetchLimits limits) {

  /**
   * @throws IllegalArgumentException for a header that is reserved or not valid (RFC 9110 section
   *     5); the message has the name and not the value
   */
  public FetchRequest {
    var sorted = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(headers);
    sorted.forEach(RequestHeaders::require);
    headers = Collections.unmodifiableSortedMap(sorted);
    contentTypes = List.copyOf(contentTypes);
  }

  /** A GET with the default limits. */
  public static FetchRequest get(URI uri) {
    return new FetchRequest(
        HttpMethod.GET, uri, Map.of(), Optional.empty(), List.of(), FetchLimits.defaults());
  }

  /** A POST with the default limits. */
  public static FetchRequest post(URI uri, String contentType, Buffer body) {
    return new FetchRequest(
        HttpMethod.POST,
        uri,
        Map.of("Content-Type", contentType),
        Optional.of(body),
        List.of(),
        FetchLimits.defaults());
  }

  /** This request with one header more or replaced. */
  public FetchRequest header(String name, String value) {
    var more = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, value);
    return new FetchRequest(method, uri, more, body, contentTypes, limits);
  }

  /** This request for these content types only; sent as {@code Accept} unless that is set. */
  public FetchRequest accepting(String... types) {
    return new FetchRequest(method, uri, headers, body, List.of(types), limits);
  }

  /** This request with other bounds. */
  public FetchRequest within(FetchLimits bounds) {
    return new FetchRequest(method, uri, headers, body, contentTypes, bounds);
  }

  /** Whether a header belongs to the connection and can never be set, such as {@code Host}. */
  public static boolean isReserved(String header) {
    return RequestHeaders.isReserved(header);
  }

  /** Method, origin and header names: path and query may hold secrets too. */
  @Override
  public String toString() {
    return "FetchRequest[%s %s://%s, headers=%s, body=%d bytes]"
        .formatted(
            method,
            uri.getScheme(),
            uri.getHost(),
            headers.keySet(),
            body.map(Buffer::length).orElse(0));
  }
}
