package dev.gatehouse.sync.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.upstream.DefinitionList;
import dev.gatehouse.mcp.upstream.ListedKind;
import dev.gatehouse.mcp.upstream.News;
import dev.gatehouse.mcp.upstream.NewsListener;
import dev.gatehouse.mcp.upstream.NewsStream;
import dev.gatehouse.mcp.upstream.RequestListener;
import dev.gatehouse.mcp.upstream.ServerSummary;
import dev.gatehouse.mcp.upstream.ToolCall;
import dev.gatehouse.mcp.upstream.ToolReply;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.upstream.UpstreamRequest;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.mcp.upstream.UpstreamSession;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Upstreams that are slow to open what is listened to. */
class HearingTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Slow session = new Slow();
  private final Silent stream = new Silent();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whatOpensAfterNobodyListensAnyMoreIsClosedAndAskedForNothing() throws Exception {
    Hearing hearing = new Hearing(loop, session, new Deaf()).begin();
    hearing.close();

    loop.runOnContext(_ -> session.opens.complete(new UpstreamResult.Ok<>(stream)));

    stream.closed.get(10, TimeUnit.SECONDS);
    assertThat(stream.wanted).isEmpty();
  }

  private static final class Deaf implements Hearing.Hearer {
    @Override
    public void changed() {}

    @Override
    public void ended(UpstreamFailure failure) {}
  }

  /** Never says what it tells. */
  private static final class Silent implements NewsStream {
    final List<News> wanted = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> closed = new CompletableFuture<>();

    @Override
    public Future<UpstreamResult<Set<String>>> want(News news) {
      wanted.add(news);
      return Future.future(_ -> {});
    }

    @Override
    public void close() {
      closed.complete(null);
    }
  }

  /** Opens its stream when it is told to. */
  private static final class Slow implements UpstreamSession {
    final Promise<UpstreamResult<NewsStream>> opens = Promise.promise();

    @Override
    public Future<UpstreamResult<NewsStream>> listen(NewsListener listener) {
      return opens.future();
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }

    @Override
    public Future<UpstreamResult<ServerSummary>> describe() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<UpstreamResult<DefinitionList>> list(ListedKind kind, RequestListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<UpstreamResult<ToolReply>> callTool(ToolCall call) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<UpstreamResult<ToolReply>> request(UpstreamRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ProtocolVersion> version() {
      return Optional.empty();
    }
  }
}
