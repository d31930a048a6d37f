package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.ProtocolVersion;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows the cursors of {@code tools/list} within bounds. Used once. */
final class ToolPager {
  private final HttpSession session;
  private final UpstreamSettings settings;
  private final List<ToolDefinition> tools = new ArrayList<>();
  private final List<ToolList.Dropped> dropped = new ArrayList<>();
  private final Set<String> cursors = new HashSet<>();
  private int pages;
  private long bytes;

  ToolPager(HttpSession session, UpstreamSettings settings) {
    this.session = session;
    this.settings = settings;
  }

  Future<UpstreamResult<ToolList>> run() {
    return page(null);
  }

  private Future<UpstreamResult<ToolList>> page(@Nullable String cursor) {
    return session
        .listTools(cursor)
        .compose(result ->
            switch (result) {
              case UpstreamResult.Ok<Answer.Result>(Answer.Result answer) -> add(answer);
              case UpstreamResult.Failed<Answer.Result>(UpstreamFailure failure) -> stop(failure);
            });
  }

  private Future<UpstreamResult<ToolList>> add(Answer.Result answer) {
    Optional<ToolPage> read = ToolPage.read(answer, version().modern());
    if (read.isEmpty()) {
      return stop(new UpstreamFailure.NotMcp("the result is not a list of tools"));
    }
    ToolPage page = read.get();
    pages++;
    bytes += answer.message().result().length();
    if (tools.size() + page.tools().size() > settings.maxTools()) {
      return stop(new UpstreamFailure.TooLarge("tools", settings.maxTools()));
    }
    if (bytes > settings.maxListBytes()) {
      return stop(new UpstreamFailure.TooLarge("list bytes", settings.maxListBytes()));
    }
    tools.addAll(page.tools());
    dropped.addAll(page.dropped());
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
  private Future<UpstreamResult<ToolList>> stop(UpstreamFailure failure) {
    return pages == 0 ? Future.succeededFuture(new UpstreamResult.Failed<>(failure)) : ok(failure);
  }

  private Future<UpstreamResult<ToolList>> ok(@Nullable UpstreamFailure incomplete) {
    return Future.succeededFuture(
        new UpstreamResult.Ok<>(
            new ToolList(List.copyOf(tools), version(), List.copyOf(dropped), incomplete)));
  }

  private ProtocolVersion version() {
    return session.version().orElse(ProtocolVersion.ASSUMED_WITHOUT_HEADER);
  }
}
