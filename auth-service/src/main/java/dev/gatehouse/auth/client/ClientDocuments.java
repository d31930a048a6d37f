package dev.gatehouse.auth.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
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
import java.util.Optional;
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

  private final DocumentUris uris;
  private final ClientDocument document;
  private final SafeHttpClient http;
  private final ClientRepository clients;
  private final Transactions transactions;
  private final AuditLog audit;
  private final Freshness freshness;
  private final Semaphore fetches = new Semaphore(AT_ONCE);

  /** What could not be had a moment ago, and whether that may pass. */
  private final Cache<String, Boolean> failed =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(1)).build();

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
    this.freshness = new Freshness(config.cachedAtLeast(), config.cachedAtMost(), UNSAID);
  }

  private sealed interface Outcome {
    record Described(ClientDescription description, Instant freshUntil) implements Outcome {}

    /**
     * @param passing whether it may be otherwise in a while
     */
    record Failed(boolean passing) implements Outcome {}
  }

  /** Whether such an id is that of a document, good or not. */
  boolean describes(String id) {
    return id.contains("://");
  }

  Optional<Client> find(String id) {
    Optional<URI> uri = uris.parse(id);
    if (uri.isEmpty()) {
      return Optional.empty();
    }
    Client known = transactions.asPlatform(() -> clients.findById(id));
    if (known != null && fresherThan(known, Instant.now())) {
      return Optional.of(known);
    }
    Boolean before = failed.getIfPresent(id);
    return switch (before == null ? fetch(id, uri.get()) : new Outcome.Failed(before)) {
      case Outcome.Described described -> Optional.of(keep(id, described));
      case Outcome.Failed failure -> {
        failed.put(id, failure.passing());
        yield Optional.ofNullable(known)
            .filter(_ -> failure.passing())
            .filter(client -> fresherThan(client, Instant.now().minus(STALE)));
      }
    };
  }

  private static boolean fresherThan(Client client, Instant time) {
    return client.freshUntil != null && client.freshUntil.isAfter(time);
  }

  private Outcome fetch(String id, URI uri) {
    if (!fetches.tryAcquire()) {
      return new Outcome.Failed(true);
    }
    try {
      FetchRequest request = FetchRequest.get(uri).accepting("application/json").within(LIMITS);
      return outcome(id, http.fetchBlocking(request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed(true);
    } finally {
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
