package dev.gatehouse.registry.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gatehouse.platform.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code ServerList} of the official API. */
record ServerPage(List<ServerRow> servers, @Nullable String nextCursor) {

  /** The body; documents go into it as they are stored. */
  byte[] body() {
    return write(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("servers");
      for (ServerRow server : servers) {
        server.write(json);
      }
      json.writeEndArray();
      json.writeObjectFieldStart("metadata");
      json.writeNumberField("count", servers.size());
      if (nextCursor != null) {
        json.writeStringField("nextCursor", nextCursor);
      }
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  @FunctionalInterface
  interface Writing {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] write(Writing writing) {
    var bytes = new ByteArrayOutputStream(16 * 1024);
    try (JsonGenerator json = Json.mapper().createGenerator(bytes)) {
      writing.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
