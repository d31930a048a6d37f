package dev.gatehouse.e2e.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.Rest;
import java.net.URI;
import java.util.Map;

/**
 * Behind an authorization server of its own, whose refresh tokens are good once: one that comes a
 * second time ends the grant. Has the tools {@code first}, {@code second} and {@code third}.
 */
public final class RotatingUpstream implements AutoCloseable {
  private final NodeServer server;

  private RotatingUpstream(NodeServer server) {
    this.server = server;
  }

  /**
   * @param lifetime of an access token, in seconds
   */
  public static RotatingUpstream start(int lifetime) {
    return new RotatingUpstream(
        NodeServer.start(Map.of("LIFETIME", Integer.toString(lifetime)), "rotating-upstream.mjs"));
  }

  /**
   * Starts one that knows this client and lets no other register; its tokens last an hour.
   *
   * @param redirect where it sends people back to
   */
  public static RotatingUpstream forClient(String id, String secret, String redirect) {
    return new RotatingUpstream(
        NodeServer.start(
            Map.of(
                "LIFETIME",
                "3600",
                "CLIENT_ID",
                id,
                "CLIENT_SECRET",
                secret,
                "REDIRECT_URI",
                redirect),
            "rotating-upstream.mjs"));
  }

  public URI url() {
    return server.url();
  }

  /** The same server, which takes everybody there and gives its tools in pages. */
  public URI open() {
    return server.url("/open");
  }

  public long refreshed() {
    return told("refreshed");
  }

  /** Requests for tokens that were refused. */
  public long refused() {
    return told("refused");
  }

  public long revoked() {
    return told("revoked");
  }

  /** Answers with tokens that went nowhere. */
  public long held() {
    return told("held");
  }

  /** The next answer with tokens goes nowhere. */
  public void holdTokens() {
    read("/hold");
  }

  /** Second pages of tools that went nowhere. */
  public long heldPages() {
    return told("heldPages");
  }

  /** The next second page of the tools of {@link #open} goes nowhere. */
  public void holdPage() {
    read("/hold-page");
  }

  /** Whoever wants tokens waits from here on. */
  public void pauseTokens() {
    read("/pause");
  }

  /** And gets them now, unless they have given up. */
  public void resumeTokens() {
    read("/resume");
  }

  /** All access tokens that are out end before their time. */
  public void expireTokens() {
    read("/expire");
  }

  /** Has one more tool. */
  public void offer(String tool) {
    read("/offer?tool=" + tool);
  }

  private long told(String what) {
    return read("/told").path(what).longValue();
  }

  private JsonNode read(String path) {
    return new Rest(server.url("").toString(), "").read(path);
  }

  @Override
  public void close() {
    server.close();
  }
}
