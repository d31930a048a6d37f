package dev.gatehouse.sync.connection;

import dev.gatehouse.mcp.upstream.ListedKind;
import dev.gatehouse.mcp.upstream.Redaction;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.upstream.UpstreamFailure.ConnectFailed;
import dev.gatehouse.sync.connection.TestResult.Asked;
import dev.gatehouse.sync.connection.TestResult.Problem;
import dev.gatehouse.sync.exploration.Exploration;
import dev.gatehouse.sync.exploration.Shown;
import dev.gatehouse.sync.upstream.FailureText;
import dev.gatehouse.sync.upstream.Progress;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of a failure what is wrong, by asking the upstream again where that tells more. */
@ApplicationScoped
class Diagnosis {
  private static final Map<String, String> OTHER =
      Map.of("streamable_http", "sse", "sse", "streamable_http");

  /** Below this nothing can be found out any more. */
  private static final Duration LEAST = Duration.ofMillis(500);

  private final Exploration exploration;
  private final Demand demand;

  Diagnosis(Exploration exploration, Demand demand) {
    this.exploration = exploration;
    this.demand = demand;
  }

  /** What failed: an upstream, and what it was shown. */
  record Subject(String transport, URI url, Shown.Ready shown) {}

  /**
   * @param deadline by {@link System#nanoTime}; nothing is asked after it
   */
  Problem of(UpstreamFailure failure, Subject subject, long deadline) throws InterruptedException {
    String text = FailureText.of(failure);
    return switch (failure) {
      case UpstreamFailure.Blocked _ -> new Problem("blocked", text);
      case UpstreamFailure.Unresolved _ -> new Problem("dns", text);
      case ConnectFailed(String reason) when reason.equals(ConnectFailed.REFUSED) ->
          new Problem("refused", text);
      case ConnectFailed(String reason) when reason.equals(ConnectFailed.NO_ANSWER) ->
          new Problem("timeout", text);
      case ConnectFailed _ -> new Problem("unreachable", text);
      case UpstreamFailure.TlsFailed _ -> new Problem("tls", text);
      case UpstreamFailure.Timeout _, UpstreamFailure.Cancelled _ -> new Problem("timeout", text);
      case UpstreamFailure.Unauthorized(int status, String challenge) ->
          new Problem(
              status == 401 ? "unauthorized" : "forbidden",
              text,
              status,
              asked(subject, challenge, deadline),
              null);
      case UpstreamFailure.NotMcp(String reason)
          when reason.equals(UpstreamFailure.NotMcp.NO_COMMON_REVISION) ->
          new Problem("protocol", text);
      case UpstreamFailure.NotMcp _, UpstreamFailure.Disconnected _ ->
          otherTransport(subject, deadline)
              .orElseGet(() ->
                  failure instanceof UpstreamFailure.NotMcp
                      ? new Problem("not_mcp", text)
                      : new Problem("broken_off", text));
      case UpstreamFailure.HttpStatus(int status, _) ->
          otherTransport(subject, deadline)
              .orElseGet(() ->
                  new Problem(
                      status >= 500 || status == 429 ? "upstream_error" : "not_mcp",
                      text,
                      status,
                      null,
                      null));
      case UpstreamFailure.RpcError _ -> new Problem("upstream_error", text);
      case UpstreamFailure.TooLarge _ -> new Problem("too_large", text);
    };
  }

  /** An upstream that repeats the credential in its challenge must not have it shown. */
  private Asked asked(Subject subject, @Nullable String challenge, long deadline)
      throws InterruptedException {
    Redaction redaction = Redaction.of(subject.shown().values());
    String clean = challenge == null ? null : redaction.clean(challenge);
    Duration left = left(deadline).dividedBy(3); // at most three documents
    return demand.of(subject.url(), clean, left.compareTo(LEAST) < 0 ? LEAST : left);
  }

  private Optional<Problem> otherTransport(Subject subject, long deadline)
      throws InterruptedException {
    String other = OTHER.get(subject.transport());
    Duration left = left(deadline);
    if (other == null || left.compareTo(LEAST) < 0) {
      return Optional.empty();
    }
    boolean works =
        exploration
                .explore(
                    "",
                    other,
                    subject.url().toString(),
                    subject.shown(),
                    Set.of(ListedKind.TOOLS),
                    left,
                    Progress.NONE)
                .failure()
            == null;
    return works
        ? Optional.of(
            new Problem(
                "wrong_transport",
                "It speaks MCP, but over another transport: " + other,
                null,
                null,
                other))
        : Optional.empty();
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }
}
