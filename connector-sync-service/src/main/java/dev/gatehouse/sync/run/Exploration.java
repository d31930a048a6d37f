package dev.gatehouse.sync.run;

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
import dev.gatehouse.platform.stdio.StdioCommand;
import dev.gatehouse.platform.vault.VaultException;
import dev.gatehouse.sync.schedule.SyncConfig;
import dev.gatehouse.sync.upstream.Discovered;
import dev.gatehouse.sync.upstream.FailureText;
import dev.gatehouse.sync.upstream.Upstreams;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import org.jboss.logging.Logger;

/** Finds out what a connector's upstream has; stores and tells nothing. */
@ApplicationScoped
class Exploration {
  private static final Logger LOG = Logger.getLogger(Exploration.class);

  private final Credentials credentials;
  private final Upstreams upstreams;
  private final SyncConfig config;

  Exploration(Credentials credentials, Upstreams upstreams, SyncConfig config) {
    this.credentials = credentials;
    this.upstreams = upstreams;
    this.config = config;
  }

  Findings explore(ConnectorManifest connector) throws InterruptedException {
    if (!upstreams.speaks(connector.transport()) || connector.url() == null) {
      return Findings.failed(
          HealthChanged.State.UNREACHABLE,
          "The transport %s cannot be used here".formatted(connector.transport()));
    }
    Map<String, String> headers;
    try {
      headers =
          connector.transport().equals(StdioCommand.SCHEME)
              ? credentials.environment(connector.credential())
              : credentials.headers(connector.credential());
    } catch (VaultException e) {
      LOG.warnf(e, "The credential of connector %s cannot be read", connector.id());
      return Findings.failed(null, "Its credentials cannot be read at the moment");
    }
    UpstreamEndpoint endpoint = new UpstreamEndpoint(URI.create(connector.url()), headers);
    Redaction redaction = Redaction.of(headers);
    Discovered discovered = upstreams.discover(connector.transport(), endpoint, config.runLimit());
    Findings findings =
        switch (discovered.list(ListedKind.TOOLS)) {
          case UpstreamResult.Ok<DefinitionList>(DefinitionList list) ->
              ToolSifter.sift(list, redaction);
          case UpstreamResult.Failed<DefinitionList>(UpstreamFailure failure) ->
              Findings.failed(health(failure), FailureText.of(failure));
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
