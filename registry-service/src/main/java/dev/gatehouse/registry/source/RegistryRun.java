package dev.gatehouse.registry.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.http.FetchLimits;
import dev.gatehouse.platform.http.FetchRequest;
import dev.gatehouse.platform.http.FetchResult;
import dev.gatehouse.platform.http.SafeHttpClient;
import dev.gatehouse.platform.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mirrors another registry: pages through what has changed since the last run. A run that is cut
 * off goes on at the page where it was; nothing is removed because it was not seen.
 */
@ApplicationScoped
class RegistryRun {
  static final int PAGE = 100;
  private static final int MAX_PAGES = 20_000;
  private static final int MAX_CURSOR = 2_000;

  /** A page of a hundred documents, each as large as one may be, is not expected. */
  private static final FetchLimits LIMITS =
      new FetchLimits(Duration.ofSeconds(30), 8 * 1024 * 1024, 2);

  private final SafeHttpClient http;
  private final Intake intake;

  RegistryRun(SafeHttpClient http, Intake intake) {
    this.http = http;
    this.intake = intake;
  }

  private record RegistryPage(List<JsonNode> entries, @Nullable String next) {}

  /**
   * Goes on to the end.
   *
   * @return how many rows are new or changed
   * @throws RunFailure if the registry does not play along
   */
  int run(Lease lease, Source.Registry registry) throws InterruptedException {
    Set<String> seen = new HashSet<>();
    String cursor = lease.cursor();
    int pages = lease.pages();
    int changed = 0;
    while (true) {
      RegistryPage page = fetch(registry, cursor, lease.since());
      String next = page.next;
      changed += intake.take(lease, page.entries, next == null ? "" : next);
      if (next == null) {
        return changed;
      }
      if (!seen.add(next) || next.equals(cursor)) {
        throw new RunFailure("The registry's cursors lead back to a page that was read", true);
      }
      if (++pages >= MAX_PAGES) {
        throw new RunFailure("The registry has more pages than are read", true);
      }
      cursor = next;
    }
  }

  private RegistryPage fetch(
      Source.Registry registry, @Nullable String cursor, @Nullable Instant since)
      throws InterruptedException {
    FetchRequest request =
        FetchRequest.get(address(registry.url(), cursor, since))
            .accepting("application/json")
            .within(LIMITS);
    return switch (http.fetchBlocking(request)) {
      case FetchResult.Response response when response.successful() ->
          read(response.body().toString(StandardCharsets.UTF_8));
      case FetchResult.Response response -> {
        boolean refused = response.status() >= 400 && response.status() < 500;
        throw new RunFailure(
            "The registry answered with status " + response.status(),
            refused && response.status() != 429 && cursor != null);
      }
      case FetchResult.Failure failure -> throw new RunFailure(failure.message(), false);
    };
  }

  private static RegistryPage read(String body) {
    try {
      JsonNode page = Json.mapper().readTree(body);
      if (!page.path("servers").isArray()) {
        throw new RunFailure("The registry's answer has no list of servers", false);
      }
      List<JsonNode> entries = new ArrayList<>();
      page.path("servers").forEach(entries::add);
      String next = page.path("metadata").path("nextCursor").asText("");
      if (next.length() > MAX_CURSOR || next.indexOf('\0') >= 0) {
        throw new RunFailure("The registry's cursor is too long", true);
      }
      return new RegistryPage(entries, next.isEmpty() ? null : next);
    } catch (JsonProcessingException e) {
      throw new RunFailure("The registry's answer is not JSON", false);
    }
  }

  private static URI address(URI base, @Nullable String cursor, @Nullable Instant since) {
    StringBuilder address =
        new StringBuilder(base.toString().replaceAll("/+$", ""))
            .append("/v0.1/servers?limit=")
            .append(PAGE);
    if (since != null) {
      address.append("&updated_since=").append(encoded(since.toString()));
    }
    if (cursor != null && !cursor.isEmpty()) {
      address.append("&cursor=").append(encoded(cursor));
    }
    return URI.create(address.toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
