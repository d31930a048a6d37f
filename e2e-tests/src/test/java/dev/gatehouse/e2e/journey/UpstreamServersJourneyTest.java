package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.NodeClient;
import dev.gatehouse.e2e.client.NodeClient.Call;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.client.Workspace.Gateway;
import dev.gatehouse.e2e.suite.Folders;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.NodeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The reference servers behind a gateway do what they do alone, for clients of both eras. */
@RequiresNpm
class UpstreamServersJourneyTest {
  private static Path folder;
  private static NodeServer filesystem;
  private static NodeServer everything;
  private static NodeServer everythingOverSse;
  private static Workspace workspace;
  private static Gateway files;
  private static Gateway filesOverSse;
  private static Gateway all;
  private static Gateway allOverSse;

  @BeforeAll
  static void connectBoth(@SharedSuite Suite suite) throws IOException {
    folder = Folders.temporary("files");
    Files.writeString(folder.resolve("greeting.txt"), "Grüße, 世界\n");
    filesystem = NodeServer.filesystem(folder);
    everything = NodeServer.everything();
    everythingOverSse = NodeServer.everythingOverSse();
    workspace = Workspace.first(suite);
    files = workspace.gatewayOf(workspace.connect(filesystem.url()));
    filesOverSse = workspace.gatewayOf(workspace.connectOverSse(filesystem.url("/sse")));
    all = workspace.gatewayOf(workspace.connect(everything.url()));
    allOverSse = workspace.gatewayOf(workspace.connectOverSse(everythingOverSse.url("/sse")));
  }

  @AfterAll
  static void stop() {
    filesystem.close();
    everything.close();
    everythingOverSse.close();
    Folders.delete(folder);
  }

  @Test
  void handshakeClientWorksOnFiles() throws IOException {
    assertWorksOnFiles(NodeClient.sdk(files.url()));
  }

  @Test
  void newestClientWorksOnFiles() throws IOException {
    assertWorksOnFiles(NodeClient.modern(files.url()));
  }

  @Test
  void handshakeClientWorksOnFilesOverSse() throws IOException {
    assertWorksOnFiles(NodeClient.sdk(filesOverSse.url()));
  }

  @Test
  void newestClientWorksOnFilesOverSse() throws IOException {
    assertWorksOnFiles(NodeClient.modern(filesOverSse.url()));
  }

  @Test
  void handshakeClientFollowsALongOperation() {
    assertFollowsALongOperation(NodeClient.sdk(all.url()));
  }

  @Test
  void newestClientFollowsALongOperation() {
    assertFollowsALongOperation(NodeClient.modern(all.url()));
  }

  @Test
  void handshakeClientFollowsALongOperationOverSse() {
    assertFollowsALongOperation(NodeClient.sdk(allOverSse.url()));
  }

  @Test
  void newestClientFollowsALongOperationOverSse() {
    assertFollowsALongOperation(NodeClient.modern(allOverSse.url()));
  }

  private static void assertWorksOnFiles(NodeClient client) throws IOException {
    Path written = folder.resolve(UUID.randomUUID() + ".txt");

    JsonNode seen =
        client
            .bearer(workspace.apiKey())
            .listAndCall(
                new Call("read_text_file", path(folder.resolve("greeting.txt"))),
                new Call("write_file", Map.of("path", written.toString(), "content", "новое\n")),
                new Call("read_text_file", path(Path.of("/etc/hostname"))));

    assertThat(seen.at("/results/0/structuredContent/content").textValue())
        .isEqualTo("Grüße, 世界\n");
    assertThat(Files.readString(written)).isEqualTo("новое\n");
    assertThat(seen.at("/results/2/isError").booleanValue()).isTrue();
    assertThat(seen.at("/results/2/content/0/text").textValue()).startsWith("Access denied");
  }

  private static void assertFollowsALongOperation(NodeClient client) {
    int steps = 4;

    JsonNode seen =
        client
            .bearer(workspace.apiKey())
            .listAndCall(
                new Call(
                    "trigger-long-running-operation", Map.of("duration", 0.2, "steps", steps)));

    assertThat(seen.at("/results/0/content/0/text").textValue())
        .isEqualTo("Long running operation completed. Duration: 0.2 seconds, Steps: 4.");
    assertThat(seen.path("progress"))
        .extracting(update -> update.path("progress").intValue())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, steps).boxed().toList());
  }

  private static Map<String, String> path(Path file) {
    return Map.of("path", file.toString());
  }
}
