package dev.gatehouse.mcp.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.mcp.upstream.ToolList.Dropped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of a {@code tools/list} result.
 *
 * @param nextCursor null on the last page
 */
record ToolPage(List<ToolDefinition> tools, List<Dropped> dropped, @Nullable String nextCursor) {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * @param modern whether marks by {@code x-mcp-header} are heeded
   * @return empty if the result is not of the shape of a tool list
   */
  static Optional<ToolPage> read(Answer.Result answer, boolean modern) {
    List<ToolDefinition> tools = new ArrayList<>();
    List<Dropped> dropped = new ArrayList<>();
    String nextCursor = null;
    boolean listed = false;
    int from = answer.message().result().start();
    try (JsonParser json =
        FACTORY.createParser(answer.body(), from, answer.message().result().length())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        if (key.equals("tools") && value == JsonToken.START_ARRAY) {
          listed = true;
          while (json.nextToken() != JsonToken.END_ARRAY) {
            addTool(bytes(json, answer.body(), from), modern, tools, dropped);
          }
        } else if (key.equals("nextCursor") && value == JsonToken.VALUE_STRING) {
          nextCursor = json.getText();
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return listed ? Optional.of(new ToolPage(tools, dropped, nextCursor)) : Optional.empty();
  }

  private static byte[] bytes(JsonParser json, byte[] body, int from) throws IOException {
    int start = from + (int) json.currentTokenLocation().getByteOffset();
    json.skipChildren();
    json.finishToken();
    return Arrays.copyOfRange(body, start, from + (int) json.currentLocation().getByteOffset());
  }

  private static void addTool(
      byte[] bytes, boolean modern, List<ToolDefinition> tools, List<Dropped> dropped) {
    JsonNode tool;
    try {
      tool = MAPPER.readTree(bytes);
    } catch (IOException e) {
      dropped.add(new Dropped("", "the definition is ambiguous: a key occurs twice"));
      return;
    }
    JsonNode name = tool.path("name");
    if (!name.isTextual() || name.asText().isEmpty()) {
      dropped.add(new Dropped("", "the definition has no name"));
    } else if (!tool.path("inputSchema").isObject()) {
      dropped.add(new Dropped(name.asText(), "the definition has no input schema"));
    } else if (modern && HeaderParameters.of(tool.path("inputSchema")).isEmpty()) {
      dropped.add(new Dropped(name.asText(), "x-mcp-header breaks the rules of the protocol"));
    } else {
      tools.add(new ToolDefinition(name.asText(), bytes));
    }
  }
}
