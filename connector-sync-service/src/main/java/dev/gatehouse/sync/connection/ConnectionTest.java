package dev.gatehouse.sync.connection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.mcp.upstream.ListedKind;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.http.TargetVerdict;
import dev.gatehouse.sync.connection.TestResult.Problem;
import dev.gatehouse.sync.exploration.Credentials;
import dev.gatehouse.sync.exploration.Exploration;
import dev.gatehouse.sync.exploration.Findings;
import dev.gatehouse.sync.exploration.Shown;
import dev.gatehouse.sync.schedule.SyncConfig;
import dev.gatehouse.sync.upstream.Progress;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Asks an upstream for its tools, and says why it does not give them. */
@ApplicationScoped
class ConnectionTest {
  private static final int MAX_SHOWN_CHARACTERS = 2 << 20;

  private final Exploration exploration;
  private final Credentials credentials;
  private final Diagnosis diagnosis;
  private final Duration limit;

  ConnectionTest(
      Exploration exploration, Credentials credentials, Diagnosis diagnosis, SyncConfig config) {
    this.exploration = exploration;
    this.credentials = credentials;
    this.diagnosis = diagnosis;
    this.limit = config.testLimit();
  }

  TestResult test(ConnectorManifest connector) throws InterruptedException {
    String url = connector.url();
    if (url == null || !exploration.speaks(connector.transport())) {
      return unusableTransport(connector.transport());
    }
    return switch (credentials.of(connector)) {
      case Shown.Ready shown -> test(connector.organisation(), connector.transport(), url, shown);
      case Shown.NeedsSignIn(String reason) ->
          TestResult.failed(new Problem("needs_sign_in", reason));
      case Shown.Unavailable(String reason) ->
          TestResult.failed(new Problem("credentials_unavailable", reason));
    };
  }

  /** What is no connector yet; programs are connectors first. */
  TestResult test(String transport, String url, Shown.Ready shown) throws InterruptedException {
    return test("", transport, url, shown);
  }

  private TestResult test(String organisation, String transport, String url, Shown.Ready shown)
      throws InterruptedException {
    if (!exploration.speaks(transport)) {
      return unusableTransport(transport);
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      return TestResult.failed(new Problem("blocked", TargetVerdict.Blocked.MESSAGE));
    }
    long deadline = System.nanoTime() + limit.toNanos();
    // What is left of the time finds out why.
    Duration first = limit.multipliedBy(2).dividedBy(3);
    Findings found =
        exploration.explore(
            organisation, transport, url, shown, Set.of(ListedKind.TOOLS), first, Progress.NONE);
    return found.failure() == null
        ? result(found)
        : TestResult.failed(
            diagnosis.of(found.failure(), new Diagnosis.Subject(transport, uri, shown), deadline));
  }

  private static TestResult result(Findings found) {
    String reason = found.reason();
    return new TestResult(
        reason == null,
        shown(found.tools()),
        found.tools().size(),
        found.refused(),
        found.protocolVersion(),
        found.server().serverInfo(),
        reason == null ? null : new Problem("partial", reason));
  }

  private static List<JsonNode> shown(List<FoundTool> tools) {
    List<JsonNode> shown = new ArrayList<>();
    int characters = 0;
    for (FoundTool tool : tools) {
      characters += tool.definition().toString().length();
      if (characters > MAX_SHOWN_CHARACTERS) {
        break;
      }
      shown.add(tool.definition());
    }
    return shown;
  }

  private static TestResult unusableTransport(String transport) {
    return TestResult.failed(
        new Problem(
            "wrong_transport", "The transport %s cannot be used here".formatted(transport)));
  }
}
