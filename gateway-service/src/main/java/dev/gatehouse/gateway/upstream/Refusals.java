package dev.gatehouse.gateway.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.mcp.upstream.Challenge;
import dev.gatehouse.mcp.upstream.Redaction;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CredentialEvent.CredentialRefused;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.kafka.LastingProducer;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells connector-sync-service of tokens that upstreams refuse, which it renews then. No call waits
 * for that. Each is told of once a minute at most, and once more that it lacks rights, whatever
 * these are called; one that is not told is told at the next call.
 */
@Singleton
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
  private static final int MAX_WAITING = 256;
  private static final int MAX_SCOPE = 2_048;

  /** RFC 6749 section 3.3. */
  private static final Pattern SCOPE =
      Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+( [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*");

  private final Accounts accounts;
  private final Credentials credentials;
  private final LastingProducer producer;
  private final Cache<Told, Boolean> told =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(1)).build();

  /** One thread, because a send waits for a broker that is away. */
  private final ThreadPoolExecutor sender =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          Thread.ofPlatform().daemon().name("refusals").factory(),
          new ThreadPoolExecutor.AbortPolicy());

  /** Without the scope, which is the upstream's to choose, and may be another with each call. */
  private record Told(EventKey account, long version, boolean moreRights) {
    static Told of(CredentialRefused refused) {
      return new Told(refused.key(), refused.version(), refused.wantedScope() != null);
    }
  }

  Refusals(
      Accounts accounts,
      Credentials credentials,
      @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.accounts = accounts;
    this.credentials = credentials;
    this.producer = new LastingProducer(kafka);
  }

  /**
   * Tells of a refusal of what a connector with OAuth showed.
   *
   * @param shown to the upstream, which may repeat it
   * @return whether it is because more rights are needed than were granted (RFC 6750 section 3.1)
   */
  boolean tell(
      ConnectorManifest connector,
      @Nullable String user,
      Map<String, String> shown,
      UpstreamFailure.Unauthorized refusal) {
    String scope = wanted(refusal, Redaction.of(shown));
    if (refusal.status() == 401 || scope != null) {
      accounts
          .find(connector, user)
          .filter(account -> credentials.isOf(account, shown)) // or it was renewed meanwhile
          .map(account ->
              new CredentialRefused(
                  account.organisation(),
                  account.connector(),
                  account.user(),
                  account.version(),
                  scope))
          .filter(refused -> told.asMap().putIfAbsent(Told.of(refused), true) == null)
          .ifPresent(this::sendSoon);
    }
    return scope != null;
  }

  private void sendSoon(CredentialRefused refused) {
    try {
      sender.execute(() -> send(refused));
    } catch (RejectedExecutionException _) { // too many wait, or the service ends
      told.invalidate(Told.of(refused));
    }
  }

  private static @Nullable String wanted(
      UpstreamFailure.Unauthorized refusal, Redaction redaction) {
    return Challenge.bearer(refusal.wwwAuthenticate())
        .filter(challenge -> "insufficient_scope".equals(challenge.error()))
        .map(Challenge::scope)
        .filter(scope -> scope.length() <= MAX_SCOPE && SCOPE.matcher(scope).matches())
        .filter(scope -> !redaction.finds(scope))
        .orElse(null);
  }

  private void send(CredentialRefused refused) {
    producer.send(
        new ProducerRecord<>(
            Topics.CREDENTIAL_REFUSED,
            refused.key().toString(),
            EventCodec.encode(EventCodec.envelope("gateway", refused, null))),
        failure -> notTold(refused, failure));
  }

  private void notTold(CredentialRefused refused, Exception failure) {
    told.invalidate(Told.of(refused));
    LOG.warn("A refused token is not told of: {}", failure.getMessage());
  }

  void stop(@Observes ShutdownEvent event) {
    sender.shutdown();
    producer.close(CLOSE_WITHIN);
  }
}
