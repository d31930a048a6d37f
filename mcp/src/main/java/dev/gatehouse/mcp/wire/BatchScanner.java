package dev.gatehouse.mcp.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Takes a batch (JSON-RPC 2.0, revision 2025-03-26 only) apart. */
public final class BatchScanner {
  /** Messages in one batch. */
  public static final int MAX_MESSAGES = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(200).build())
          .build();

  private BatchScanner() {}

  /**
   * The messages of the array, as they stand there; each is to be scanned by itself.
   *
   * @return empty if the body is no array of 1 to {@link #MAX_MESSAGES} values
   */
  public static Optional<List<byte[]>> messages(byte[] body) {
    if (!Utf8.valid(body, 0, body.length) || (body.length > 1 && body[1] == 0)) {
      return Optional.empty(); // the parser would take UTF-16 too
    }
    List<byte[]> messages = new ArrayList<>();
    try (JsonParser json = FACTORY.createParser(body)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        return Optional.empty();
      }
      while (json.nextToken() != JsonToken.END_ARRAY) {
        int start = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        json.finishToken();
        messages.add(Arrays.copyOfRange(body, start, (int) json.currentLocation().getByteOffset()));
        if (messages.size() > MAX_MESSAGES) {
          return Optional.empty();
        }
      }
      return json.nextToken() == null && !messages.isEmpty()
          ? Optional.of(messages)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
