package dev.gatehouse.sync.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.mcp.upstream.Challenge;
import dev.gatehouse.mcp.upstream.Definition;
import dev.gatehouse.mcp.upstream.DefinitionList;
import dev.gatehouse.mcp.upstream.EraCache;
import dev.gatehouse.mcp.upstream.HeaderParameters;
import dev.gatehouse.mcp.upstream.ListedKind;
import dev.gatehouse.mcp.upstream.RequestContext;
import dev.gatehouse.mcp.upstream.StreamableHttpClient;
import dev.gatehouse.mcp.upstream.TargetResolver.Target;
import dev.gatehouse.mcp.upstream.ToolCall;
import dev.gatehouse.mcp.upstream.UpstreamEndpoint;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.mcp.upstream.UpstreamSession;
import dev.gatehouse.mcp.upstream.UpstreamSettings;
import dev.gatehouse.mcp.wire.Span;
import dev.gatehouse.platform.http.ClientSettings;
import dev.gatehouse.platform.http.FetchRequest;
import dev.gatehouse.platform.http.FetchResult;
import dev.gatehouse.platform.http.SafeHttpClient;
import dev.gatehouse.platform.http.TargetGuard;
import dev.gatehouse.platform.http.TargetPolicy;
import dev.gatehouse.platform.json.Json;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The OAuth code of this service with the upstream client, as a program that the conformance suite
 * starts: a person who grants whatever is asked for, without a browser.
 */
public final class ConformanceOAuthClient {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int MAX_SIGN_INS = 3;
  private static final URI DOCUMENT =
      URI.create("https://conformance-test.local/client-metadata.json");

  private final Vertx vertx;
  private final Context loop;
  private final URI server;
  private final ClientProfile profile;
  private final SafeHttpClient http;
  private final AuthorizationFlow flow;
  private RegisteredClient client;
  private Tokens tokens;
  private int signIns;

  private ConformanceOAuthClient(Vertx vertx, URI server, ClientProfile profile) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.server = server;
    this.profile = profile;
    this.http =
        new SafeHttpClient(
            vertx,
            new TargetGuard(vertx, TargetPolicy.allowing(List.of("127.0.0.1", "::1"))),
            ClientSettings.defaults());
    this.flow = new AuthorizationFlow(http, LIMIT);
  }

  public static void main(String[] arguments) throws Exception {
    JsonNode context =
        Json.mapper()
            .readTree(Optional.ofNullable(System.getenv("MCP_CONFORMANCE_CONTEXT")).orElse("{}"));
    Vertx vertx = Vertx.vertx();
    ClientProfile profile =
        new ClientProfile(
            "Gatehouse",
            URI.create("http://127.0.0.1:3333/connect/callback"),
            DOCUMENT,
            context.path("client_id").textValue(),
            context.path("client_secret").textValue());
    try {
      new ConformanceOAuthClient(vertx, URI.create(arguments[arguments.length - 1]), profile).run();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private void run() throws Exception {
    if (retrying(session -> session.list(ListedKind.TOOLS))
        instanceof UpstreamResult.Ok<DefinitionList>(DefinitionList list)) {
      for (Definition tool : list.definitions()) {
        retrying(session -> session.callTool(call(tool)));
      }
    }
  }

  /** One request, with another sign-in where the server asks for it. */
  private <T> UpstreamResult<T> retrying(Request<T> request) throws Exception {
    while (true) {
      UpstreamSession session = session();
      UpstreamResult<T> result = on(() -> request.send(session));
      on(session::close);
      if (!(result instanceof UpstreamResult.Failed<T>(UpstreamFailure.Unauthorized(_, var header)))
          || ++signIns > MAX_SIGN_INS) {
        return result;
      }
      signIn(Challenge.bearer(header).orElse(null));
    }
  }

  @FunctionalInterface
  private interface Request<T> {
    Future<UpstreamResult<T>> send(UpstreamSession session);
  }

  private void signIn(Challenge challenge) throws Exception {
    String granted = tokens == null ? "" : tokens.scope();
    AuthorizationFlow.Begun begun =
        flow.begin(
            new AuthorizationFlow.Wish(server, challenge, null, List.of(), granted),
            profile,
            client);
    client = begun.pending().source().client();
    String back =
        http.fetchBlocking(FetchRequest.get(begun.location())) instanceof FetchResult.Response there
            ? there.headers().get("Location")
            : "";
    Map<String, List<String>> parameters = new HashMap<>();
    for (String pair : URI.create(back).getRawQuery().split("&")) {
      int at = pair.indexOf('=');
      parameters.put(decoded(pair.substring(0, at)), List.of(decoded(pair.substring(at + 1))));
    }
    tokens = flow.finish(begun.pending(), parameters);
  }

  private UpstreamSession session() {
    Map<String, String> headers =
        tokens == null ? Map.of() : Map.of("Authorization", "Bearer " + tokens.accessToken());
    return new StreamableHttpClient(
            vertx,
            vertx.createHttpClient(),
            uri ->
                Future.succeededFuture(
                    new Target.Allowed(
                        SocketAddress.inetSocketAddress(uri.getPort(), uri.getHost()))),
            new EraCache(),
            UpstreamSettings.defaults("gatehouse", "1"))
        .open(new UpstreamEndpoint(server, headers));
  }

  private static ToolCall call(Definition tool) {
    try {
      byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
      return new ToolCall(
          tool.name(),
          body,
          new Span(0, body.length),
          List.of(),
          HeaderParameters.of(Json.mapper().readTree(tool.json()).path("inputSchema"))
              .orElseThrow(),
          null,
          LIMIT,
          false,
          ToolCall.NOTHING,
          RequestContext.NONE);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private <T> T on(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(_ -> action.get().onComplete(done));
    return done.future().toCompletionStage().toCompletableFuture().join();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
