package dev.gatehouse.mcp.upstream;

import static dev.gatehouse.mcp.wire.Bytes.quoted;
import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.HeaderValue;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.MetaKey;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.Span;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what we send to one upstream: bodies and the headers that go with them. */
final class Messages {
  private static final byte[] HEAD = utf8("{\"jsonrpc\":\"2.0\",");
  private static final byte[] ID = utf8("\"id\":");
  private static final byte[] METHOD = utf8("\"method\":");
  private static final byte[] PARAMS = utf8(",\"params\":{");
  private static final byte[] META = utf8("\"_meta\":{");
  private static final byte[] NAME = utf8("\"name\":");
  private static final byte[] ARGUMENTS = utf8(",\"arguments\":");
  private static final byte[] NO_ID = {};
  private static final byte[] METHOD_NOT_FOUND =
      utf8("\"error\":{\"code\":-32601,\"message\":\"Not supported by this client\"}");
  private static final byte[] EMPTY_RESULT = utf8("\"result\":{}");

  private final UpstreamSettings settings;
  private final byte[] clientInfo;
  private final byte[] capabilities;
  private long lastId;

  /**
   * @param capabilities raw {@code ClientCapabilities} of the handshake
   * @param idsAfter the ids follow on this number
   */
  Messages(UpstreamSettings settings, byte[] capabilities, long idsAfter) {
    this.lastId = idsAfter;
    this.settings = settings;
    this.capabilities = capabilities;
    this.clientInfo =
        new Bytes(64)
            .add(utf8("{\"name\":"))
            .quote(settings.name())
            .add(utf8(",\"version\":"))
            .quote(settings.version())
            .add('}')
            .toArray();
  }

  Post discover(ProtocolVersion version) {
    byte[] id = nextId();
    Bytes body = request(id, McpMethod.DISCOVER).add(PARAMS);
    addMeta(body, new Opened.Modern(version), id, RequestContext.NONE, null);
    body.add('}');
    Map<String, String> headers = headers(new Opened.Modern(version), McpMethod.DISCOVER);
    return new Post(close(body), id, headers, settings.openTimeout());
  }

  Post initialize() {
    byte[] id = nextId();
    byte[] body =
        request(id, McpMethod.INITIALIZE)
            .add(PARAMS)
            .add(utf8("\"protocolVersion\":"))
            .quote(ProtocolVersion.LATEST_LEGACY.wireName())
            .add(utf8(",\"capabilities\":"))
            .add(capabilities)
            .add(utf8(",\"clientInfo\":"))
            .add(clientInfo)
            .add('}')
            .add('}')
            .toArray();
    return new Post(body, id, Map.of(), settings.openTimeout());
  }

  Post initialized(Opened.Legacy opened) {
    byte[] body =
        new Bytes(64).add(HEAD).add(METHOD).quote(McpMethod.INITIALIZED).add('}').toArray();
    return new Post(body, NO_ID, headers(opened, McpMethod.INITIALIZED), settings.openTimeout());
  }

  /** What a legacy upstream is told when we wait no longer; a modern one sees the stream close. */
  Post cancelled(Opened.Legacy opened, byte[] id, String reason) {
    byte[] body =
        new Bytes(128)
            .add(HEAD)
            .add(METHOD)
            .quote(McpMethod.CANCELLED)
            .add(PARAMS)
            .add(utf8("\"requestId\":"))
            .add(id)
            .add(utf8(",\"reason\":"))
            .quote(reason)
            .add('}')
            .add('}')
            .toArray();
    return new Post(body, NO_ID, headers(opened, McpMethod.CANCELLED), settings.openTimeout());
  }

  /** Answers a request of the upstream. */
  Post answer(Opened.Legacy opened, byte[] source, Span id, String method, byte[] member) {
    byte[] body =
        new Bytes(96 + member.length)
            .add(HEAD)
            .add(ID)
            .add(source, id)
            .add(',')
            .add(member)
            .add('}')
            .toArray();
    return new Post(body, NO_ID, headers(opened, method), settings.openTimeout());
  }

  /** For a request that nobody takes: ping is answered, all else is refused. */
  static byte[] refusal(String method) {
    return method.equals(McpMethod.PING) ? EMPTY_RESULT : METHOD_NOT_FOUND;
  }

  Post callTool(Opened opened, ToolCall call) {
    byte[] id = nextId();
    Bytes body =
        new Bytes(384 + call.arguments().length())
            .add(HEAD)
            .add(ID)
            .add(id)
            .add(',')
            .add(METHOD)
            .quote(McpMethod.TOOLS_CALL)
            .add(PARAMS)
            .add(NAME)
            .quote(call.name());
    if (call.arguments().present()) {
      body.add(ARGUMENTS).add(call.body(), call.arguments());
    }
    if (call.more().length > 0) {
      body.add(',').add(call.more());
    }
    if (opened instanceof Opened.Modern
        || call.traceParent() != null
        || call.context().wantsProgress()
        || !call.meta().isEmpty()) {
      body.add(',');
      int empty = addMeta(body, opened, id, call.context(), call.traceParent());
      for (Span entry : call.meta()) {
        separate(body, empty).add(call.body(), entry);
      }
      body.add('}');
    }
    Map<String, String> headers = headers(opened, McpMethod.TOOLS_CALL, call.context());
    if (opened instanceof Opened.Modern) {
      headers.put(McpHeader.NAME, HeaderValue.encode(call.name()));
      call.mirrored()
          .values(call.body(), call.arguments())
          .forEach((name, value) -> headers.put(name, HeaderValue.encode(value)));
    }
    return new Post(close(body), id, headers, call.timeout());
  }

  Post request(Opened opened, UpstreamRequest request) {
    byte[] id = nextId();
    Bytes body = request(id, request.method()).add(PARAMS).add(request.params());
    if (opened instanceof Opened.Modern
        || request.traceParent() != null
        || request.context().wantsProgress()) {
      if (request.params().length > 0) {
        body.add(',');
      }
      addMeta(body, opened, id, request.context(), request.traceParent());
      body.add('}');
    }
    Map<String, String> headers = headers(opened, request.method(), request.context());
    if (opened instanceof Opened.Modern && request.name() != null) {
      headers.put(McpHeader.NAME, HeaderValue.encode(request.name()));
    }
    return new Post(close(body), id, headers, request.timeout());
  }

  /** {@code subscriptions/listen}, which is answered by a stream that stays open. */
  Post listen(Opened.Modern opened, News news) {
    byte[] id = nextId();
    Bytes body = request(id, McpMethod.SUBSCRIPTIONS_LISTEN).add(PARAMS);
    body.add(utf8("\"notifications\":{")).add(filter(news)).add('}').add(',');
    addMeta(body, opened, id, RequestContext.NONE, null);
    body.add('}');
    Map<String, String> headers = headers(opened, McpMethod.SUBSCRIPTIONS_LISTEN);
    return new Post(close(body), id, headers, settings.openTimeout());
  }

  private static byte[] filter(News news) {
    Bytes filter = new Bytes(160);
    if (news.tools()) {
      filter.add(utf8("\"toolsListChanged\":true"));
    }
    if (news.resources()) {
      separate(filter, 0).add(utf8("\"resourcesListChanged\":true"));
    }
    if (news.prompts()) {
      separate(filter, 0).add(utf8("\"promptsListChanged\":true"));
    }
    if (!news.uris().isEmpty()) {
      separate(filter, 0).add(utf8("\"resourceSubscriptions\":["));
      int first = filter.length();
      news.uris().stream().sorted().forEach(uri -> separate(filter, first).quote(uri));
      filter.add(']');
    }
    return filter.toArray();
  }

  Post setLevel(Opened.Legacy opened, String level) {
    byte[] id = nextId();
    Bytes body = request(id, McpMethod.SET_LEVEL).add(PARAMS).add(utf8("\"level\":")).quote(level);
    return new Post(close(body), id, headers(opened, McpMethod.SET_LEVEL), settings.openTimeout());
  }

  /** Asks for the event stream of a legacy session. */
  Post stream(Opened.Legacy opened) {
    return end(opened);
  }

  Post end(Opened opened) {
    return new Post(NO_ID, NO_ID, headers(opened, ""), settings.openTimeout());
  }

  private byte[] nextId() {
    return utf8(Long.toString(++lastId));
  }

  private static Bytes request(byte[] id, String method) {
    return new Bytes(384).add(HEAD).add(ID).add(id).add(',').add(METHOD).quote(method);
  }

  private static byte[] close(Bytes body) {
    return body.add('}').add('}').toArray();
  }

  /**
   * Opens {@code _meta} and writes our own protocol fields; the caller closes it.
   *
   * @return the length of the body when there was nothing in it yet
   */
  private int addMeta(
      Bytes body, Opened opened, byte[] id, RequestContext context, @Nullable String traceParent) {
    body.add(META);
    int empty = body.length();
    if (opened instanceof Opened.Modern(ProtocolVersion version)) {
      body.add(quoted(MetaKey.PROTOCOL_VERSION))
          .add(':')
          .quote(version.wireName())
          .add(',')
          .add(quoted(MetaKey.CLIENT_INFO))
          .add(':')
          .add(clientInfo)
          .add(',')
          .add(quoted(MetaKey.CLIENT_CAPABILITIES))
          .add(':')
          .add(context.capabilities());
      if (context.logLevel() != null) {
        body.add(',').add(quoted(MetaKey.LOG_LEVEL)).add(':').quote(context.logLevel());
      }
    }
    if (context.wantsProgress()) {
      separate(body, empty).add(quoted(MetaKey.PROGRESS_TOKEN)).add(':').add(id);
    }
    if (traceParent != null) {
      separate(body, empty).add(quoted(MetaKey.TRACE_PARENT)).add(':').quote(traceParent);
    }
    return empty;
  }

  private static Bytes separate(Bytes body, int empty) {
    return body.length() > empty ? body.add(',') : body;
  }

  private static Map<String, String> headers(Opened opened, String method) {
    return headers(opened, method, RequestContext.NONE);
  }

  /** What the client may say in headers never stands for what we have to say in them. */
  private static Map<String, String> headers(Opened opened, String method, RequestContext context) {
    Map<String, String> headers = HashMap.newHashMap(4);
    context
        .headers()
        .forEach((name, value) -> {
          if (!Connection.reserved(name.toLowerCase(Locale.ROOT))) {
            headers.put(name, value);
          }
        });
    headers.put(McpHeader.PROTOCOL_VERSION, opened.version().wireName());
    switch (opened) {
      case Opened.Modern _ -> headers.put(McpHeader.METHOD, method);
      case Opened.Legacy legacy -> {
        if (legacy.sessionId() != null) {
          headers.put(McpHeader.SESSION_ID, legacy.sessionId());
        }
      }
    }
    return headers;
  }
}
