package dev.gatehouse.mcp.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list result.
 *
 * @param definitions raw values, exactly as sent
 * @param nextCursor null on the last page
 */
record ListPage(List<byte[]> definitions, @Nullable String nextCursor) {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Empty if the result is not of the shape of such a list. */
  static Optional<ListPage> read(ToolReply reply, String member) {
    List<byte[]> definitions = new ArrayList<>();
    String nextCursor = null;
    boolean listed = false;
    int from = reply.message().result().start();
    try (JsonParser json =
        FACTORY.createParser(reply.body(), from, reply.message().result().length())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        if (key.equals(member) && value == JsonToken.START_ARRAY) {
          listed = true;
          while (json.nextToken() != JsonToken.END_ARRAY) {
            definitions.add(bytes(json, reply.body(), from));
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
    return listed ? Optional.of(new ListPage(definitions, nextCursor)) : Optional.empty();
  }

  private static byte[] bytes(JsonParser json, byte[] body, int from) throws IOException {
    int start = from + (int) json.currentTokenLocation().getByteOffset();
    json.skipChildren();
    json.finishToken();
    return Arrays.copyOfRange(body, start, from + (int) json.currentLocation().getByteOffset());
  }
}
