package dev.gatehouse.auth.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.error.TryAgainException;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.http.FetchLimits;
import dev.gatehouse.platform.http.FetchRequest;
import dev.gatehouse.platform.http.FetchResult;
import dev.gatehouse.platform.http.SafeHttpClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Clients whose id is the URL of a document that describes them. What was fetched is kept with the
 * other clients and used until it is no longer fresh; one that cannot be reached for a while goes
 * on as it was for a day, one that is gone or no longer valid does not.
 */
@ApplicationScoped
class ClientDocuments {
  private static final Logger LOG = Logger.getLogger(ClientDocuments.class);
  private static final FetchLimits LIMITS = new FetchLimits(Duration.ofSeconds(5), 5 * 1024, 0);
  private static final Duration UNSAID = Duration.ofHours(1);
  private static final Duration STALE = Duration.ofDays(1);

  /** Strangers say what is fetched: they must not keep all threads waiting. */
  private static final int AT_ONCE = 16;

  private static final int AT_ONCE_FROM_ONE_HOST = 4;

  private final DocumentUris uris;
  private final ClientDocument document;
  private final SafeHttpClient http;
  private final ClientRepository clients;
  private final Transactions transactions;
  private final AuditLog audit;
  private final Freshness freshness;
  private final int mostUnused;
  private final Semaphore fetches = new Semaphore(AT_ONCE);
  private final Map<String, Integer> fetchesByHost = new ConcurrentHashMap<>();

  /** What could not be had a moment ago, and whether that may pass. */
  private final Cache<String, Boolean> failed;

  ClientDocuments(
      DocumentUris uris,
      ClientDocument document,
      SafeHttpClient http,
      ClientRepository clients,
      ClientDocumentConfig config,
      Transactions transactions,
      AuditLog audit) {
    this.uris = uris;
    this.document = document;
    this.http = http;
    this.clients = clients;
    this.transactions = transactions;
    this.audit = audit;
    this.failed =
        Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(config.failedFor()).build();
    this.mostUnused = config.mostUnused();
    this.freshness = new Freshness(config.cachedAtLeast(), config.cachedAtMost(), UNSAID);
  }

  private sealed interface Outcome {
    record Described(ClientDescription description, Instant freshUntil) implements Outcome {}

    /**
     * @param passing whether it may be otherwise in a while
     */
    record Failed(boolean passing) implements Outcome {}

    /** Too many others are being fetched: nothing was learnt of this one. */
    record NotTried() implements Outcome {}
  }

  /** Whether such an id is that of a document, good or not. */
  boolean describes(String id) {
    return id.contains("://");
  }

  /** The client of a document that was taken before, if it is still good. */
  Optional<Client> find(String id) {
    return uris.parse(id).flatMap(uri -> known(id).flatMap(known -> renewed(known, uri)));
  }

  /**
   * The client of a document, also where it was never seen before.
   *
   * @throws TryAgainException if too many others are being fetched
   */
  Optional<Client> discover(String id) {
    return uris.parse(id)
        .flatMap(
            uri -> known(id).map(known -> renewed(known, uri)).orElseGet(() -> first(id, uri)));
  }

  private Optional<Client> known(String id) {
    return transactions.asPlatform(() -> clients.findByIdOptional(id));
  }

  private Optional<Client> first(String id, URI uri) {
    return switch (fetchUnlessFailed(id, uri)) {
      case Outcome.Described described -> Optional.of(keep(id, described));
      case Outcome.Failed _ -> Optional.empty();
      case Outcome.NotTried _ ->
          throw new TryAgainException("too many documents are being fetched");
    };
  }

  private Optional<Client> renewed(Client known, URI uri) {
    if (fresherThan(known, Instant.now())) {
      return Optional.of(known);
    }
    Optional<Client> stale =
        Optional.of(known).filter(client -> fresherThan(client, Instant.now().minus(STALE)));
    return switch (fetchUnlessFailed(known.id(), uri)) {
      case Outcome.Described described -> Optional.of(keep(known.id(), described));
      case Outcome.Failed failure -> stale.filter(_ -> failure.passing());
      case Outcome.NotTried _ when stale.isPresent() -> stale;
      case Outcome.NotTried _ ->
          throw new TryAgainException("too many documents are being fetched");
    };
  }

  // Only what was fetched just now is remembered as failed: who asks often gains no more failures.
  private Outcome fetchUnlessFailed(String id, URI uri) {
    Boolean before = failed.getIfPresent(id);
    if (before != null) {
      return new Outcome.Failed(before);
    }
    Outcome outcome = fetch(id, uri);
    if (outcome instanceof Outcome.Failed failure) {
      failed.put(id, failure.passing());
    }
    return outcome;
  }

  private static boolean fresherThan(Client client, Instant time) {
    return client.freshUntil != null && client.freshUntil.isAfter(time);
  }

  private Outcome fetch(String id, URI uri) {
    String host = uri.getAuthority().toLowerCase(Locale.ROOT);
    if (!fetches.tryAcquire()) {
      return new Outcome.NotTried();
    }
    try {
      if (fetchesByHost.merge(host, 1, Integer::sum) > AT_ONCE_FROM_ONE_HOST) {
        return new Outcome.NotTried();
      }
      FetchRequest request = FetchRequest.get(uri).accepting("application/json").within(LIMITS);
      return outcome(id, http.fetchBlocking(request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.NotTried();
    } finally {
      fetchesByHost.computeIfPresent(host, (_, count) -> count == 1 ? null : count - 1);
      fetches.release();
    }
  }

  private Outcome outcome(String id, FetchResult result) {
    return switch (result) {
      case FetchResult.Response response when response.status() == 200 ->
          document
              .read(id, response.body().toString())
              .<Outcome>map(description ->
                  new Outcome.Described(
                      description, freshness.until(response.headers(), Instant.now())))
              .orElseGet(() -> failed(id, "it does not describe this client", false));
      case FetchResult.Response response ->
          failed(id, "HTTP status " + response.status(), response.status() >= 500);
      case FetchResult.Blocked blocked -> failed(id, blocked.message(), false);
      case FetchResult.TooLarge large -> failed(id, large.message(), false);
      case FetchResult.WrongContent wrong -> failed(id, wrong.message(), false);
      case FetchResult.Failure failure -> failed(id, failure.message(), true);
    };
  }

  private static Outcome failed(String id, String why, boolean passing) {
    LOG.infof("The client document %s is not taken: %s", id, why);
    return new Outcome.Failed(passing);
  }

  // Several requests may have fetched the same document at once.
  private Client keep(String id, Outcome.Described described) {
    ClientDescription description = described.description();
    return transactions.asPlatform(() -> {
      boolean added = clients.insertUnlessThere(id, description.name());
      if (added) {
        clients.lock();
        clients.forgetUnusedDocuments(mostUnused, id);
      }
      Client client = clients.findById(id);
      if (client == null) {
        throw new IllegalStateException("the client was inserted a moment ago");
      }
      if (added || !client.redirectUris.equals(description.redirectUris())) {
        audit.add(
            EventKey.PLATFORM,
            Decided.done(
                    Actor.ANONYMOUS, "client.describe", Target.of("client", id, description.name()))
                .with("redirectUris", String.join(" ", description.redirectUris())));
      }
      client.describe(description);
      client.freshUntil = described.freshUntil();
      return client;
    });
  }
}
