package dev.gatehouse.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.launcher.data.Endpoints;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BannerTest {

  private static final DataFolder FOLDER = DataFolder.of(Path.of("/data/it's here"));
  private static final Endpoints ENDPOINTS =
      new Endpoints(
          "http://localhost:8080",
          "http://localhost:8080",
          "http://localhost:8080/mcp",
          new Endpoints.Admin("admin", "first-password"),
          "ghk_abc_def",
          new Endpoints.Demo("default", "demo", "http://localhost:8080/mcp/default/demo"),
          Map.of(),
          new Endpoints.Postgres("127.0.0.1", 1, "postgres", "pg", 2),
          new Endpoints.Kafka("127.0.0.1:3"),
          new Endpoints.Vault("http://127.0.0.1:4", "root"));

  @Test
  void showsEverythingOnTheFirstStart() {
    var text = new Banner(FOLDER, true).text(ENDPOINTS, false);

    assertThat(text)
        .contains("http://localhost:8080\n")
        .contains("admin / first-password")
        .contains("ghk_abc_def   (all scopes")
        .contains("curl -sS http://localhost:8080/mcp/default/demo -H")
        .contains(
            "claude mcp add --transport http gatehouse-demo http://localhost:8080/mcp/default/demo")
        .contains("Ctrl-C, or ./gatehouse down --data '/data/it'\\''s here'");
  }

  @Test
  void showsNoPasswordLater() {
    var text = new Banner(FOLDER, false).text(ENDPOINTS, true);

    assertThat(text).doesNotContain("first-password", "Ctrl-C").contains("endpoints.json");
  }

  @Test
  void showsNothingThatServesTheVaultOrTheDatabase() {
    assertThat(new Banner(FOLDER, true).text(ENDPOINTS, false)).doesNotContain("root", "pg");
  }
}
