package dev.gatehouse.registry.connector;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;

/**
 * What is behind a connector. What only one kind has is a member of its own in the documents of
 * {@code /api/connectors}, named like the kind in small letters.
 */
enum ConnectorKind {
  MCP;

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  @JsonCreator
  static ConnectorKind of(String value) {
    for (ConnectorKind kind : values()) {
      if (kind.name().equals(value.toUpperCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new IllegalArgumentException("must be one of MCP");
  }
}
