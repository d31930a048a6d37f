package dev.gatehouse.registry.connector;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How an MCP server is reached. */
public enum Transport {
  STREAMABLE_HTTP,
  SSE,
  STDIO;

  @JsonValue
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if there is no such transport
   */
  @JsonCreator
  public static Transport of(String value) {
    for (Transport transport : values()) {
      if (transport.value().equals(value)) {
        return transport;
      }
    }
    throw new IllegalArgumentException("must be one of streamable_http, sse, stdio");
  }
}
