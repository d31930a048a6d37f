package dev.gatehouse.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.upstream.DefinitionList;
import dev.gatehouse.mcp.upstream.ListedKind;
import dev.gatehouse.mcp.upstream.NewsListener;
import dev.gatehouse.mcp.upstream.NewsStream;
import dev.gatehouse.mcp.upstream.RequestListener;
import dev.gatehouse.mcp.upstream.ServerSummary;
import dev.gatehouse.mcp.upstream.SharedSession;
import dev.gatehouse.mcp.upstream.ToolCall;
import dev.gatehouse.mcp.upstream.ToolReply;
import dev.gatehouse.mcp.upstream.UpstreamClient;
import dev.gatehouse.mcp.upstream.UpstreamEndpoint;
import dev.gatehouse.mcp.upstream.UpstreamRequest;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.mcp.upstream.UpstreamSession;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpstreamSessionsTest {
  private static final URI AT = URI.create("http://x/");
  private final List<UpstreamSession> closed = new ArrayList<>();
  private final UpstreamSessions sessions =
      new UpstreamSessions(
          Map.of("streamable_http", new Opens()),
          new SharedSessions(),
          new UpstreamSessions.Bounds(4, 2),
          Duration.ofMinutes(1),
          () -> 0);

  @Test
  void whoHasManyMakesRoomAmongItsOwn() {
    UpstreamSession first = session("a", "1");
    UpstreamSession other = session("b", "1");
    UpstreamSession second = session("a", "2");

    session("a", "3");

    assertThat(closed).containsExactly(first);
    assertThat(session("b", "1")).isSameAs(other);
    assertThat(session("a", "2")).isSameAs(second);
  }

  @Test
  void ofAllTheOneUsedLeastLatelyMakesRoom() {
    UpstreamSession first = session("a", "1");
    session("b", "1");
    session("c", "1");
    session("d", "1");

    session("e", "1");

    assertThat(closed).containsExactly(first);
  }

  @Test
  void whatHasEndedCountsNoMore() {
    session("a", "1");
    UpstreamSession second = session("a", "2");
    sessions.close("s1");
    session("a", "3");

    assertThat(closed).hasSize(1).doesNotContain(second);
  }

  private UpstreamSession session(String principal, String session) {
    return sessions.session(
        connector(), AT, new OnBehalfOf(principal, null, "s" + session, new byte[0]), Map.of());
  }

  private static ConnectorManifest connector() {
    return new ConnectorManifest(
        "o",
        "c",
        "c",
        "C",
        "MCP",
        "streamable_http",
        "http://x/",
        true,
        false,
        false,
        null,
        List.of(),
        1000,
        1);
  }

  private final class Opens implements UpstreamClient {
    @Override
    public UpstreamSession open(UpstreamEndpoint endpoint, SharedSession shared) {
      return new Closes();
    }
  }

  /** Remembers that it was closed, and does nothing else. */
  private final class Closes implements UpstreamSession {
    @Override
    public Future<Void> close() {
      closed.add(this);
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
    public Future<UpstreamResult<NewsStream>> listen(NewsListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ProtocolVersion> version() {
      return Optional.empty();
    }
  }
}
