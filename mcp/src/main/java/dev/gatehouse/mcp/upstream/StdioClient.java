package dev.gatehouse.mcp.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.mcp.upstream.TargetResolver.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Opens sessions with stdio servers through the {@link StdioRunner}. An endpoint's URI is the
 * command line, its headers are variables for the process. Every session has a process of its own,
 * so that what a server keeps is seen by one principal only.
 */
public final class StdioClient implements UpstreamClient {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Vertx vertx;
  private final HttpClient http;
  private final StdioRunner runner;
  private final TargetResolver toRunner;
  private final EraCache eras;
  private final UpstreamSettings settings;

  public StdioClient(
      Vertx vertx, HttpClient http, StdioRunner runner, EraCache eras, UpstreamSettings settings) {
    this.vertx = vertx;
    this.http = http;
    this.runner = runner;
    this.eras = eras;
    this.settings = settings;
    // The operator says where it is: no tenant can make it another.
    Target target =
        new Target.Allowed(
            SocketAddress.inetSocketAddress(runner.url().getPort(), runner.url().getHost()));
    this.toRunner = _ -> Future.succeededFuture(target);
  }

  @Override
  public UpstreamSession open(UpstreamEndpoint endpoint, SharedSession shared) {
    UpstreamEndpoint atRunner =
        new UpstreamEndpoint(runner.endpoint(endpoint.uri()), headers(endpoint, shared));
    Connection connection =
        new Connection(
            vertx, http, http, toRunner, atRunner, settings, Redaction.of(endpoint.headers()));
    return new HttpSession(
        new StdioTransport(connection),
        new Messages(settings, endpoint.capabilities(), shared.idsOfAnotherPart()),
        shared,
        eras,
        settings);
  }

  private Map<String, String> headers(UpstreamEndpoint endpoint, SharedSession shared) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer " + runner.token());
    headers.put(StdioRunner.CONVERSATION, shared.name());
    headers.put(StdioRunner.ORGANISATION, endpoint.organisation());
    if (!endpoint.headers().isEmpty()) {
      headers.put(StdioRunner.ENVIRONMENT, encode(endpoint.headers()));
    }
    return headers;
  }

  private static String encode(Map<String, String> environment) {
    try {
      return Base64.getEncoder()
          .encodeToString(MAPPER.writeValueAsString(environment).getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts cannot be written", e);
    }
  }
}
