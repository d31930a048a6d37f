package dev.gatehouse.auth.limit;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.gatehouse.auth.error.OAuthEndpoint;
import dev.gatehouse.auth.error.OAuthErrors;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Slows down who asks too often, by address, in this replica's memory. What is refused is counted
 * as {@code gatehouse_auth_limited}.
 */
@ApplicationScoped
public class RequestLimits {
  /** Refused requests of an address until even its good ones have to wait, in this many minutes. */
  private static final int FLOOD = 10;

  private final TokenBuckets registrations;
  private final TokenBuckets authorizations;
  private final TokenBuckets failures;
  private final TokenBuckets floods;
  private final TokenBuckets records;
  private final MeterRegistry meters;

  RequestLimits(LimitConfig config, MeterRegistry meters) {
    this.registrations =
        new TokenBuckets(config.registrationsPerHour(), Duration.ofHours(1), System::nanoTime);
    this.authorizations =
        new TokenBuckets(config.authorizationsPerMinute(), Duration.ofMinutes(1), System::nanoTime);
    this.failures =
        new TokenBuckets(config.failuresPerMinute(), Duration.ofMinutes(1), System::nanoTime);
    this.floods =
        new TokenBuckets(
            FLOOD * config.failuresPerMinute(), Duration.ofMinutes(1), System::nanoTime);
    this.records =
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

  /**
   * Answers a request of a client. Where too many from there were refused, a refusal becomes 429;
   * what is good is answered, for it may be of another client behind the same address, as long as
   * the address does not send floods.
   */
  public Response unlessFailing(
      OAuthEndpoint at, HttpServerRequest request, Supplier<Response> answer) {
    String source = source(request);
    Optional<Duration> flood = counted("floods", floods.wait(source));
    if (flood.isPresent()) {
      return refusal(at, flood.get());
    }
    Response response = answer.get();
    if (response.getStatus() < 400 || response.getStatus() >= 500) {
      return response;
    }
    floods.take(source);
    return counted("failures", failures.take(source))
        .map(wait -> refusal(at, wait))
        .orElse(response);
  }

  /**
   * Whether one more record may be kept of refusals that somebody can provoke at will.
   *
   * @param about whom, such as a client's id
   */
  public boolean mayRecord(String about) {
    return records.take(about).isEmpty();
  }

  /** 429 with {@code Retry-After}, in OAuth's dialect. */
  public static Response refusal(OAuthEndpoint at, Duration wait) {
    return refusal(at, wait, "Too many requests from this address");
  }

  /** The same for another reason. */
  public static Response refusal(OAuthEndpoint at, Duration wait, String why) {
    ErrorObject error =
        OAuth2Error.TEMPORARILY_UNAVAILABLE.setHTTPStatusCode(429).setDescription(why);
    return Response.fromResponse(OAuthErrors.response(at, error))
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
        : Sources.of(remote.hostAddress());
  }
}
