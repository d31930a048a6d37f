package dev.gatehouse.mcp.upstream;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows the cursors of a list method within bounds. Used once. */
final class ListPager {
  private static final byte[] NO_PARAMS = {};

  private final UpstreamSession session;
  private final UpstreamSettings settings;
  private final ListedKind kind;
  private final RequestContext context;
  private final DefinitionSieve sieve;
  private final Set<String> cursors = new HashSet<>();
  private int pages;
  private long bytes;

  ListPager(
      UpstreamSession session,
      UpstreamSettings settings,
      ListedKind kind,
      RequestListener listener) {
    this.context = new RequestContext(RequestContext.NO_CAPABILITIES, false, null, listener);
    this.session = session;
    this.settings = settings;
    this.kind = kind;
    this.sieve = new DefinitionSieve(kind);
  }

  Future<UpstreamResult<DefinitionList>> run() {
    return page(null);
  }

  private Future<UpstreamResult<DefinitionList>> page(@Nullable String cursor) {
    byte[] params =
        cursor == null ? NO_PARAMS : new Bytes(64).add(utf8("\"cursor\":")).quote(cursor).toArray();
    return session
        .request(
            new UpstreamRequest(
                kind.method(), null, params, null, settings.requestTimeout(), true, context))
        .compose(result ->
            switch (result) {
              case UpstreamResult.Ok<ToolReply>(ToolReply reply) -> add(reply);
              case UpstreamResult.Failed<ToolReply>(UpstreamFailure failure) -> stop(failure);
            });
  }

  private Future<UpstreamResult<DefinitionList>> add(ToolReply reply) {
    Optional<ListPage> read = ListPage.read(reply, kind.member());
    if (read.isEmpty()) {
      return stop(new UpstreamFailure.NotMcp("the result is not a list of " + kind.member()));
    }
    ListPage page = read.get();
    pages++;
    bytes += reply.message().result().length();
    if (sieve.size() + page.definitions().size() > settings.maxTools()) {
      return stop(new UpstreamFailure.TooLarge(kind.member(), settings.maxTools()));
    }
    if (bytes > settings.maxListBytes()) {
      return stop(new UpstreamFailure.TooLarge("list bytes", settings.maxListBytes()));
    }
    page.definitions().forEach(json -> sieve.add(json, version().modern()));
    String next = page.nextCursor();
    if (next == null) {
      return ok(null);
    }
    if (!cursors.add(next)) {
      return stop(new UpstreamFailure.NotMcp("the same cursor came twice"));
    }
    return pages >= settings.maxPages()
        ? stop(new UpstreamFailure.TooLarge("pages", settings.maxPages()))
        : page(next);
  }

  /** Without one page there is no list; with some there is a partial one. */
  private Future<UpstreamResult<DefinitionList>> stop(UpstreamFailure failure) {
    return pages == 0 ? Future.succeededFuture(new UpstreamResult.Failed<>(failure)) : ok(failure);
  }

  private Future<UpstreamResult<DefinitionList>> ok(@Nullable UpstreamFailure incomplete) {
    return Future.succeededFuture(
        new UpstreamResult.Ok<>(
            new DefinitionList(sieve.usable(), version(), sieve.dropped(), incomplete)));
  }

  private ProtocolVersion version() {
    return session.version().orElse(ProtocolVersion.ASSUMED_WITHOUT_HEADER);
  }
}
