package dev.gatehouse.registry.search;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.registry.server.ServerRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * A server as an answer shows it: ready to be sent, but for what a search says of it. Made once for
 * all answers that show it.
 */
final class ShownServer {
  /** Ends {@code _meta} and the server, after what a search says. */
  static final String END = "}}";

  /** Objects with their headers and references to them, rounded up. */
  private static final int OBJECT_BYTES = 300;

  private static final int TOOL_BYTES = 60;

  private final byte[] json;
  private final int characters;
  private final DocumentTexts texts;

  private ShownServer(byte[] json, int characters, DocumentTexts texts) {
    this.json = json;
    this.characters = characters;
    this.texts = texts;
  }

  static ShownServer of(ServerRow row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(row.document().length() + 512);
    try (JsonGenerator json = Json.mapper().createGenerator(bytes)) {
      row.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ShownServer(
        Arrays.copyOf(bytes.toByteArray(), bytes.size() - END.length()),
        row.document().length(),
        DocumentTexts.of(row.document()));
  }

  /** JSON of the server without its {@link #END}; more members of {@code _meta} may follow. */
  void writeTo(ByteArrayOutputStream bytes) {
    bytes.write(json, 0, json.length);
  }

  /** Bytes that {@link #writeTo} writes. */
  int length() {
    return json.length;
  }

  /** Characters of the document. */
  int characters() {
    return characters;
  }

  DocumentTexts texts() {
    return texts;
  }

  /** About what it takes in memory, in bytes. */
  int bytes() {
    return OBJECT_BYTES + json.length + 2 * texts.length() + TOOL_BYTES * texts.tools().size();
  }
}
