package dev.gatehouse.sync.news;

import dev.gatehouse.mcp.upstream.UpstreamEndpoint;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.sync.exploration.Credentials;
import dev.gatehouse.sync.exploration.Shown;
import dev.gatehouse.sync.schedule.Lease;
import dev.gatehouse.sync.schedule.ListenerRepository;
import dev.gatehouse.sync.schedule.SyncConfig;
import dev.gatehouse.sync.upstream.Upstreams;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens to upstreams that say that they tell of changes, each in one replica, a bounded number at
 * a time. What is lost while nobody listens is found by the next run of the schedule.
 */
@ApplicationScoped
class Listening {
  private static final Logger LOG = Logger.getLogger(Listening.class);

  /** So that a replica that starts does not open all of them at once. */
  private static final int MOST_AT_ONCE = 32;

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration EXTEND_EVERY = Duration.ofSeconds(20);

  private final ListenerRepository listeners;
  private final Credentials credentials;
  private final Upstreams upstreams;
  private final Tenancy tenancy;
  private final Vertx vertx;
  private final SyncConfig config;
  private final Map<UUID, Open> open = new ConcurrentHashMap<>();

  /** Those whose credentials are waited for. */
  private final AtomicInteger beginning = new AtomicInteger();

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("listen-", 0).factory());
  private Instant extended = Instant.EPOCH;

  /** What is listened to under one claim. */
  private record Open(UUID claim, Listener listener) {}

  Listening(
      ListenerRepository listeners,
      Credentials credentials,
      Upstreams upstreams,
      Tenancy tenancy,
      Vertx vertx,
      SyncConfig config,
      MeterRegistry meters) {
    this.listeners = listeners;
    this.credentials = credentials;
    this.upstreams = upstreams;
    this.tenancy = tenancy;
    this.vertx = vertx;
    this.config = config;
    meters.gaugeMapSize("gatehouse_sync_listening", List.of(), open);
  }

  @Scheduled(
      every = "{gatehouse.sync.listen-tick}",
      skipExecutionIf = ApplicationNotRunning.class,
      concurrentExecution = ConcurrentExecution.SKIP)
  void look() {
    extend();
    int most = Math.min(config.listening() - open.size() - beginning.get(), MOST_AT_ONCE);
    if (most > 0) {
      UUID claim = UUID.randomUUID();
      tenancy
          .asPlatform(() ->
              listeners.claim(
                  claim, most, config.listeningPerHost(), config.listeningPerOrganisation(), LEASE))
          .forEach(lease -> {
            beginning.incrementAndGet();
            threads.execute(() -> listen(lease, claim));
          });
    }
  }

  private void extend() {
    Instant now = Instant.now();
    if (open.isEmpty() || extended.plus(EXTEND_EVERY).isAfter(now)) {
      return;
    }
    extended = now;
    Map<UUID, Open> mine = Map.copyOf(open);
    Set<UUID> held = tenancy.asPlatform(() -> listeners.extend(claims(mine), LEASE));
    mine.forEach((connector, one) -> {
      if (!held.contains(connector)) {
        close(connector, one);
      }
    });
  }

  private static Map<UUID, UUID> claims(Map<UUID, Open> some) {
    return some.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().claim()));
  }

  /** Leaves alone what has taken its place. */
  private void close(UUID connector, Open one) {
    open.remove(connector, one);
    one.listener().close();
  }

  private void listen(Lease lease, UUID claim) {
    try {
      switch (credentials.of(lease.manifest())) {
        case Shown.Ready shown -> begin(lease, claim, shown);
        case Shown.NeedsSignIn _ -> release(lease, claim, Pauses.NOT_OFFERED); // a run will say so
        case Shown.Unavailable _ -> release(lease, claim, Pauses.LONG);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.errorf(e, "Connector %s cannot be listened to", lease.connector());
      release(lease, claim, Pauses.NOT_OFFERED);
    } finally {
      beginning.decrementAndGet();
    }
  }

  private void begin(Lease lease, UUID claim, Shown.Ready shown) {
    URI url = URI.create(Objects.requireNonNull(lease.manifest().url()));
    Listener listener =
        new Listener(
            vertx,
            () -> threads.execute(() -> news(lease)),
            (ended, failure, lived) -> ended(lease, new Open(claim, ended), failure, lived));
    Open before = open.put(lease.connector(), new Open(claim, listener));
    if (before != null) {
      before.listener().close();
    }
    listener.begin(upstreams, new UpstreamEndpoint(url, shown.values()));
  }

  private void news(Lease lease) {
    boolean first =
        tenancy.in(
            lease.organisation(), () -> listeners.news(lease.connector(), config.newsPause()));
    LOG.debugf("Connector %s tells of a change; a run follows: %s", lease.connector(), first);
  }

  private void ended(Lease lease, Open one, @Nullable UpstreamFailure failure, Duration lived) {
    open.remove(lease.connector(), one);
    Duration pause = Pauses.after(failure, lived, ThreadLocalRandom.current());
    threads.execute(() -> release(lease, one.claim(), pause));
  }

  private void release(Lease lease, UUID claim, Duration pause) {
    tenancy.in(
        lease.organisation(),
        () -> {
          listeners.release(Map.of(lease.connector(), claim), pause);
          return true;
        });
  }

  void stop(@Observes ShutdownEvent event) {
    Map<UUID, Open> mine = Map.copyOf(open);
    mine.forEach(this::close);
    threads.shutdown();
    try {
      tenancy.asPlatform(() -> {
        listeners.release(claims(mine), Duration.ZERO);
        return true;
      });
    } catch (RuntimeException e) {
      LOG.debugf(e, "Another replica listens once the leases are over");
    }
  }
}
