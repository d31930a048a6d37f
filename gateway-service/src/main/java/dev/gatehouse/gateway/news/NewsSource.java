package dev.gatehouse.gateway.news;

import dev.gatehouse.mcp.upstream.News;
import dev.gatehouse.mcp.upstream.NewsListener;
import dev.gatehouse.mcp.upstream.NewsStream;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.mcp.wire.JsonMembers;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import io.vertx.core.Future;
import io.vertx.core.impl.ContextInternal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One conversation's news of one connector: open while somebody reads them, for all that its
 * readers want together. All but {@link #add} and {@link #remove} is on one event loop.
 */
final class NewsSource implements NewsListener {
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  /** Who says that there are no news is asked again now and then: it may be another by then. */
  private static final long NOT_OFFERED_PAUSE_MILLIS = 600_000;

  /** How long a stream has to live to count as a good one. */
  private static final long GOOD_NANOS = 30_000_000_000L;

  private static final long STEP_MILLIS = 15_000;

  private final ContextInternal loop;
  private final Runnable onRefused;
  private final Function<NewsListener, Future<UpstreamResult<NewsStream>>> opener;
  private final Set<NewsSubscription> readers = new CopyOnWriteArraySet<>();
  private @Nullable NewsStream stream;
  private News asked = News.NONE;
  private Set<String> told = Set.of();
  private boolean busy;
  private boolean pausing;
  private boolean refused;
  private boolean ended;
  private boolean interrupted;
  private long openedAt;
  private int failures;

  /**
   * @param onRefused run when the upstream has said that it tells no news
   */
  NewsSource(
      ContextInternal loop,
      Runnable onRefused,
      Function<NewsListener, Future<UpstreamResult<NewsStream>>> opener) {
    this.loop = loop;
    this.onRefused = onRefused;
    this.opener = opener;
  }

  void add(NewsSubscription reader) {
    readers.add(reader);
    loop.runOnContext(ignored -> update());
  }

  boolean remove(NewsSubscription reader) {
    boolean read = readers.remove(reader);
    loop.runOnContext(ignored -> update());
    return read;
  }

  /** Brings what is heard in line with what is wanted. */
  private void update() {
    if (busy) {
      return;
    }
    News wanted = readers.stream().map(reader -> reader.wanted).reduce(News.NONE, News::and);
    if (wanted.none()) {
      close();
    } else if (pausing) {
      settle(false); // it goes on being tried
    } else if (stream != null && wanted.equals(asked)) {
      settle(true);
    } else {
      ask(wanted);
    }
  }

  private void ask(News wanted) {
    busy = true;
    ended = false;
    NewsStream open = stream;
    Future<UpstreamResult<NewsStream>> opened =
        open == null
            ? opener.apply(this).onSuccess(this::opened)
            : Future.succeededFuture(new UpstreamResult.Ok<>(open));
    long timer = loop.setTimer(STEP_MILLIS, ignored -> giveUp());
    opened
        .compose(result ->
            switch (result) {
              case UpstreamResult.Ok<NewsStream>(NewsStream there) -> there.want(wanted);
              case UpstreamResult.Failed<NewsStream>(UpstreamFailure failure) ->
                  Future.succeededFuture(new UpstreamResult.Failed<Set<String>>(failure));
            })
        .otherwise(
            e -> // what was not foreseen is a failure too: it is tried again
            new UpstreamResult.Failed<>(new UpstreamFailure.Disconnected(String.valueOf(e))))
        .onSuccess(result -> {
          loop.owner().cancelTimer(timer);
          busy = false;
          if (ended) { // what is heard of a stream that is gone
            failed(new UpstreamFailure.Disconnected("the stream has ended"));
            return;
          }
          switch (result) {
            case UpstreamResult.Ok<Set<String>>(Set<String> uris) -> heard(wanted, uris);
            case UpstreamResult.Failed<Set<String>>(UpstreamFailure failure) -> failed(failure);
          }
        });
  }

  private void opened(UpstreamResult<NewsStream> result) {
    if (result instanceof UpstreamResult.Ok<NewsStream>(NewsStream fresh)) {
      stream = fresh;
      openedAt = System.nanoTime();
    }
  }

  /** An upstream that neither agrees nor refuses: closing its stream ends the waiting. */
  private void giveUp() {
    if (busy && stream != null) {
      stream.close();
    }
  }

  private void heard(News wanted, Set<String> uris) {
    asked = wanted;
    told = uris;
    refused = false;
    if (interrupted) { // what was said meanwhile is lost; who reads anew misses nothing
      interrupted = false;
      readers.forEach(reader -> reader.wanted.uris().forEach(uri -> reader.reader.updated(uri)));
    }
    update();
  }

  /** Tells who waits whether the upstream tells what they want. */
  private void settle(boolean heard) {
    readers.forEach(reader ->
        reader.settled.tryComplete(heard ? told.containsAll(reader.wanted.uris()) : !refused));
  }

  private void failed(UpstreamFailure failure) {
    close();
    refused = notOffered(failure);
    settle(false);
    if (refused) {
      onRefused.run();
      pause(NOT_OFFERED_PAUSE_MILLIS);
    } else {
      pauseAfterFailure();
    }
  }

  private static boolean notOffered(UpstreamFailure failure) {
    return switch (failure) {
      case UpstreamFailure.HttpStatus(int status, _) -> status >= 400 && status < 500;
      case UpstreamFailure.NotMcp _, UpstreamFailure.RpcError _, UpstreamFailure.Blocked _ -> true;
      default -> false;
    };
  }

  private void pauseAfterFailure() {
    long longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures++, 6));
    pause(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
  }

  private void pause(long millis) {
    pausing = true;
    interrupted = true;
    loop.setTimer(
        millis,
        ignored -> {
          pausing = false;
          update();
        });
  }

  private void close() {
    NewsStream open = stream;
    stream = null;
    asked = News.NONE;
    told = Set.of();
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void onEnd() {
    boolean good = System.nanoTime() - openedAt > GOOD_NANOS;
    failures = good ? 0 : failures;
    ended = true;
    if (!busy) {
      close();
      pauseAfterFailure();
    }
  }

  @Override
  public void onNotification(byte[] message, UpstreamMessage.ServerNotification notification) {
    switch (notification.method()) {
      case McpMethod.TOOLS_CHANGED ->
          tell(News::tools, reader -> reader.changed(McpMethod.TOOLS_CHANGED));
      case McpMethod.RESOURCES_CHANGED ->
          tell(News::resources, reader -> reader.changed(McpMethod.RESOURCES_CHANGED));
      case McpMethod.PROMPTS_CHANGED ->
          tell(News::prompts, reader -> reader.changed(McpMethod.PROMPTS_CHANGED));
      case McpMethod.RESOURCE_UPDATED ->
          JsonMembers.text(message, notification.params(), "uri")
              .ifPresent(uri -> tell(news -> concerns(news, uri), reader -> reader.updated(uri)));
      case McpMethod.ELICITATION_COMPLETE -> {
        byte[] params = notification.params().copy(message);
        tell(News::elicitations, reader -> reader.elicited(params));
      }
      default -> {
        // nobody can have asked for it
      }
    }
  }

  /** An update may be of a resource below the one that was asked for (resources, updates). */
  private static boolean concerns(News news, String uri) {
    return news.uris().stream().anyMatch(uri::startsWith);
  }

  private void tell(Predicate<News> wants, Consumer<NewsReader> how) {
    List.copyOf(readers).stream()
        .filter(reader -> wants.test(reader.wanted))
        .forEach(reader -> how.accept(reader.reader));
  }
}
