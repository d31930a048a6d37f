package dev.gatehouse.platform.http;

import dev.gatehouse.platform.http.FetchResult.Failure;
import dev.gatehouse.platform.http.FetchResult.TooLarge;
import dev.gatehouse.platform.http.FetchResult.WrongContent;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be told from the head of a response, before any of its body is read. */
final class ResponseHead {
  private ResponseHead() {}

  static Optional<Failure> refusal(FetchRequest request, HttpClientResponse head) {
    if (request.method().equals(HttpMethod.HEAD)) {
      return Optional.empty();
    }
    if (announced(head) > request.limits().maxBodyBytes()) {
      return Optional.of(new TooLarge());
    }
    boolean wrong = isCoded(head) || isOfOtherType(request.contentTypes(), head);
    return wrong ? Optional.of(new WrongContent()) : Optional.empty();
  }

  private static long announced(HttpClientResponse head) {
    String length = head.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException notALength) {
      return Long.MAX_VALUE;
    }
  }

  /** Nothing is ever inflated, so a coded body is of no use. */
  private static boolean isCoded(HttpClientResponse head) {
    String coding = head.getHeader("Content-Encoding");
    return coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity");
  }

  private static boolean isOfOtherType(List<String> wanted, HttpClientResponse head) {
    int status = head.statusCode();
    if (wanted.isEmpty() || status < 200 || status > 299 || status == 204) {
      return false;
    }
    String type = Optional.ofNullable(head.getHeader("Content-Type")).orElse("");
    return !wanted.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }
}
