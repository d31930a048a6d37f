package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.e2e.client.Browser;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.Command;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.RotatingUpstream;
import dev.gatehouse.e2e.upstream.WeatherServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guides do what they say, against a running suite. */
class GuidesJourneyTest {
  private static final Path GUIDES = Command.HOME.resolve("docs/guides");

  @Test
  void managesTools(@SharedSuite Suite suite) throws Exception {
    expectDone("manage-tools.md", suite, Map.of());
  }

  /** Linear's and GitHub's parts are taken by servers that know clients as they do. */
  @Test
  @RequiresNpm
  void connectsUpstreams(@SharedSuite Suite suite) throws Exception {
    Workspace workspace = Workspace.first(suite);
    String callback = suite.endpoints().origin() + "/connect/callback";
    try (RotatingUpstream linear = RotatingUpstream.start(3_600);
        RotatingUpstream github = RotatingUpstream.forClient("gatehouse", "hunter2", callback);
        Browser browser = Browser.of(workspace.administrator())) {
      expectDone(
          "connect-upstreams.md",
          suite,
          Map.of(
              "LINEAR_URL",
              linear.url().toString(),
              "GITHUB_URL",
              github.url().toString(),
              "GITHUB_CLIENT_ID",
              "gatehouse",
              "GITHUB_CLIENT_SECRET",
              "hunter2",
              "BROWSER",
              browser.command()));
    }
  }

  @Test
  void thereIsNoGuideThatIsNotTried() throws Exception {
    try (Stream<Path> guides = Files.list(GUIDES)) {
      assertThat(guides.map(guide -> guide.getFileName().toString()))
          .containsExactlyInAnyOrder("manage-tools.md", "connect-upstreams.md");
    }
  }

  private static void expectDone(String page, Suite suite, Map<String, String> needs)
      throws Exception {
    String token = "guide-" + UUID.randomUUID();
    try (WeatherServer server = WeatherServer.start(token)) {
      Map<String, String> environment = new HashMap<>(needs);
      environment.put("ORIGIN", suite.endpoints().origin());
      environment.put("KEY", suite.endpoints().apiKey());
      environment.put("SERVER_URL", server.url());
      environment.put("SERVER_TOKEN", token);
      new Guide(GUIDES.resolve(page)).expectDone(environment);
    }
  }
}
