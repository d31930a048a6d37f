package dev.gatehouse.auth.limit;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.gatehouse.auth.error.OAuthErrors;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Slows down who asks too often, by address, in this replica's memory. What is refused is counted
 * as {@code gatehouse_auth_limited}.
 */
@ApplicationScoped
public class RequestLimits {
  private static final int PREFIX_BYTES = 8;

  private final TokenBuckets registrations;
  private final TokenBuckets authorizations;
  private final TokenBuckets failures;
  private final MeterRegistry meters;

  RequestLimits(LimitConfig config, MeterRegistry meters) {
    this.registrations =
        new TokenBuckets(config.registrationsPerHour(), Duration.ofHours(1), System::nanoTime);
    this.authorizations =
        new TokenBuckets(config.authorizationsPerMinute(), Duration.ofMinutes(1), System::nanoTime);
    this.failures =
        new TokenBuckets(config.failuresPerMinute(), Duration.ofMinutes(1), System::nanoTime);
    this.meters = meters;
  }

  /** How long a registration has to wait; empty if it may go on. */
  public Optional<Duration> registration(HttpServerRequest request) {
    return counted("registration", registrations.take(source(request)));
  }

  /** How long an authorization request has to wait; empty if it may go on. */
  public Optional<Duration> authorization(HttpServerRequest request) {
    return counted("authorization", authorizations.take(source(request)));
  }

  /** Answers a request of a client, unless too many from there were refused before. */
  public Response unlessFailing(HttpServerRequest request, Supplier<Response> answer) {
    String source = source(request);
    Optional<Duration> wait = counted("failures", failures.wait(source));
    if (wait.isPresent()) {
      return refusal(wait.get());
    }
    Response response = answer.get();
    if (response.getStatus() >= 400 && response.getStatus() < 500) {
      failures.take(source);
    }
    return response;
  }

  /** 429 with {@code Retry-After}, in OAuth's dialect. */
  public static Response refusal(Duration wait) {
    ErrorObject error =
        OAuth2Error.TEMPORARILY_UNAVAILABLE
            .setHTTPStatusCode(429)
            .setDescription("Too many requests from this address");
    return Response.fromResponse(OAuthErrors.response(error))
        .header(HttpHeaders.RETRY_AFTER, seconds(wait))
        .build();
  }

  /** For {@code Retry-After}: whole seconds, at least one. */
  public static long seconds(Duration wait) {
    return wait.toSeconds() + 1;
  }

  private Optional<Duration> counted(String limit, Optional<Duration> wait) {
    if (wait.isPresent()) {
      meters.counter("gatehouse_auth_limited", "limit", limit).increment();
    }
    return wait;
  }

  private static String source(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    return remote == null || remote.hostAddress() == null
        ? "unknown"
        : source(remote.hostAddress());
  }

  // Whoever has one IPv6 address has the whole /64.
  static String source(String address) {
    int zone = address.indexOf('%');
    try {
      return InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone))
              instanceof Inet6Address six
          ? HexFormat.of().formatHex(six.getAddress(), 0, PREFIX_BYTES)
          : address;
    } catch (IllegalArgumentException _) {
      return address;
    }
  }
}
