package dev.gatehouse.sync.exploration;

import dev.gatehouse.mcp.upstream.Challenge;
import dev.gatehouse.mcp.upstream.DefinitionList;
import dev.gatehouse.mcp.upstream.ListedKind;
import dev.gatehouse.mcp.upstream.Redaction;
import dev.gatehouse.mcp.upstream.ServerSummary;
import dev.gatehouse.mcp.upstream.UpstreamEndpoint;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import dev.gatehouse.sync.connect.UpstreamAccounts;
import dev.gatehouse.sync.upstream.Discovered;
import dev.gatehouse.sync.upstream.FailureText;
import dev.gatehouse.sync.upstream.Progress;
import dev.gatehouse.sync.upstream.Upstreams;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Finds out what a connector's upstream has; stores and tells nothing. */
@ApplicationScoped
public class Exploration {
  private final Credentials credentials;
  private final UpstreamAccounts accounts;
  private final Upstreams upstreams;

  Exploration(Credentials credentials, UpstreamAccounts accounts, Upstreams upstreams) {
    this.accounts = accounts;
    this.credentials = credentials;
    this.upstreams = upstreams;
  }

  /** Whether upstreams of this transport can be asked. */
  public boolean speaks(String transport) {
    return upstreams.speaks(transport);
  }

  /** What the connector's upstream has, seen with the connector's own credentials. */
  public Findings explore(ConnectorManifest connector, Duration limit, Progress progress)
      throws InterruptedException {
    String url = connector.url();
    if (!upstreams.speaks(connector.transport()) || url == null) {
      return Findings.failed(
          HealthChanged.State.UNREACHABLE,
          "The transport %s cannot be used here".formatted(connector.transport()));
    }
    Set<ListedKind> all = EnumSet.allOf(ListedKind.class);
    return shown(
        connector,
        shown ->
            explore(
                connector.organisation(), connector.transport(), url, shown, all, limit, progress));
  }

  /** Whether the connector's upstream answers at all; nothing is listed. */
  public Findings look(ConnectorManifest connector, Duration limit) throws InterruptedException {
    String url = connector.url();
    if (!upstreams.speaks(connector.transport()) || url == null) {
      return Findings.failed(null, "It cannot be looked at");
    }
    return shown(connector, shown -> look(connector, url, shown, limit));
  }

  private Findings look(ConnectorManifest connector, String url, Shown.Ready shown, Duration limit)
      throws InterruptedException {
    return switch (upstreams
        .discover(
            connector.transport(),
            new UpstreamEndpoint(URI.create(url), shown.values(), connector.organisation()),
            Set.of(),
            limit,
            Progress.NONE)
        .server()) {
      case UpstreamResult.Ok<ServerSummary> _ -> Findings.answered();
      case UpstreamResult.Failed<ServerSummary>(UpstreamFailure failure) ->
          Findings.failed(health(failure), FailureText.of(failure), failure);
    };
  }

  /** What is done with what there is to be shown. */
  @FunctionalInterface
  private interface Question {
    Findings ask(Shown.Ready shown) throws InterruptedException;
  }

  /** A token that is refused is renewed, once; what more rights it takes is remembered. */
  private Findings shown(ConnectorManifest connector, Question question)
      throws InterruptedException {
    return switch (credentials.of(connector)) {
      case Shown.Ready shown -> {
        Findings findings = question.ask(shown);
        yield connector.oauth() != null
                && renewed(connector, shown, findings)
                && credentials.of(connector) instanceof Shown.Ready fresh
            ? question.ask(fresh)
            : findings;
      }
      case Shown.NeedsSignIn(String reason) ->
          Findings.failed(HealthChanged.State.NEEDS_SIGN_IN, reason);
      case Shown.Unavailable(String reason) -> Findings.failed(null, reason);
    };
  }

  private boolean renewed(ConnectorManifest connector, Shown.Ready shown, Findings findings)
      throws InterruptedException {
    if (!(findings.failure() instanceof UpstreamFailure.Unauthorized(int status, var header))) {
      return false;
    }
    Challenge challenge = Challenge.bearer(header).orElse(null);
    if (challenge != null && "insufficient_scope".equals(challenge.error())) {
      accounts.wantsMore(connector, challenge);
      return false;
    }
    return status == 401 && credentials.renewed(connector, shown);
  }

  /**
   * What an upstream has.
   *
   * @param organisation that programs are counted for; empty where none is started
   * @param transport one that {@link #speaks}
   * @param kinds of definitions to ask for
   * @param limit for all of it
   */
  public Findings explore(
      String organisation,
      String transport,
      String url,
      Shown.Ready shown,
      Set<ListedKind> kinds,
      Duration limit,
      Progress progress)
      throws InterruptedException {
    UpstreamEndpoint endpoint = new UpstreamEndpoint(URI.create(url), shown.values(), organisation);
    Redaction redaction = Redaction.of(shown.values());
    Discovered discovered = upstreams.discover(transport, endpoint, kinds, limit, progress);
    Findings findings =
        switch (discovered.list(ListedKind.TOOLS)) {
          case UpstreamResult.Ok<DefinitionList>(DefinitionList list) ->
              ToolSifter.sift(list, redaction);
          case UpstreamResult.Failed<DefinitionList>(UpstreamFailure failure) ->
              Findings.failed(health(failure), FailureText.of(failure), failure);
        };
    return findings.outcome() == RunFinished.Outcome.FAILED
        ? findings
        : findings.with(server(discovered, redaction), FeatureSifter.sift(discovered, redaction));
  }

  private static FoundServer server(Discovered discovered, Redaction redaction) {
    return discovered.server() instanceof UpstreamResult.Ok<ServerSummary>(ServerSummary summary)
        ? FoundServer.of(summary, redaction)
        : FoundServer.UNKNOWN;
  }

  private static HealthChanged.State health(UpstreamFailure failure) {
    return failure instanceof UpstreamFailure.Unauthorized
        ? HealthChanged.State.NEEDS_SIGN_IN
        : HealthChanged.State.UNREACHABLE;
  }
}
