package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.client.Workspace.Gateway;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.NodeServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The official Java client does through a gateway what it does without one. */
@RequiresNpm
class JavaClientJourneyTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static NodeServer server;
  private static Workspace workspace;
  private static Gateway gateway;
  private McpSyncClient client;

  @BeforeAll
  static void connect(@SharedSuite Suite suite) {
    server = NodeServer.conformanceFixture();
    workspace = Workspace.first(suite);
    gateway = workspace.gatewayOf(workspace.connect(server.url()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    client = clientWith(workspace.apiKey());
    client.initialize();
  }

  @AfterEach
  void close() {
    client.closeGracefully();
  }

  private static McpSyncClient clientWith(String bearer) {
    URI url = URI.create(gateway.url());
    return McpClient.sync(
            HttpClientStreamableHttpTransport.builder(url.resolve("/").toString())
                .endpoint(url.getRawPath())
                .httpRequestCustomizer((request, method, uri, body, context) ->
                    request.setHeader("Authorization", "Bearer " + bearer))
                .build())
        .requestTimeout(LIMIT)
        .initializationTimeout(LIMIT)
        .build();
  }

  @Test
  void listsTheTools() {
    List<Tool> tools = client.listTools().tools();

    assertThat(tools).extracting(Tool::name).contains("test_simple_text", "test_error_handling");
  }

  @Test
  void callsATool() {
    CallToolResult result = client.callTool(new CallToolRequest("test_simple_text", Map.of()));

    assertThat(result.content())
        .extracting(content -> ((TextContent) content).text())
        .containsExactly("This is a simple text response for testing.");
  }

  @Test
  void hearsOfAToolsFailure() {
    CallToolResult result = client.callTool(new CallToolRequest("test_error_handling", Map.of()));

    assertThat(result.isError()).isTrue();
    assertThat(((TextContent) result.content().getFirst()).text())
        .isEqualTo("This tool intentionally returns an error for testing");
  }

  @Test
  void hearsThatThereIsNoSuchTool() {
    assertThatThrownBy(() -> client.callTool(new CallToolRequest("no_such_tool", Map.of())))
        .isInstanceOf(McpError.class)
        .hasMessageContaining("Unknown tool");
  }

  @Test
  void readsResources() {
    List<Resource> resources = client.listResources().resources();
    var read = client.readResource(new ReadResourceRequest("test://static-text"));
    var filled = client.readResource(new ReadResourceRequest("test://template/7/data"));

    assertThat(resources).extracting(Resource::uri).contains("test://static-text");
    assertThat(((TextResourceContents) read.contents().getFirst()).text())
        .isEqualTo("This is the content of the static text resource.");
    assertThat(((TextResourceContents) filled.contents().getFirst()).text())
        .contains("Data for ID: 7");
  }

  @Test
  void getsPrompts() {
    List<Prompt> prompts = client.listPrompts().prompts();
    GetPromptResult prompt =
        client.getPrompt(
            new GetPromptRequest("test_prompt_with_arguments", Map.of("arg1", "x", "arg2", "y")));

    assertThat(prompts).extracting(Prompt::name).contains("test_simple_prompt");
    assertThat(((TextContent) prompt.messages().getFirst().content()).text())
        .isEqualTo("Prompt with arguments: arg1='x', arg2='y'");
  }

  @Test
  void isNotLetInWithoutACredential() {
    try (McpSyncClient stranger = clientWith("ghk_none")) {
      assertThatThrownBy(stranger::initialize).isInstanceOf(RuntimeException.class);
    }
  }
}
