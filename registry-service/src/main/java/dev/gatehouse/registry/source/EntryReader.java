package dev.gatehouse.registry.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.registry.server.Offer;
import dev.gatehouse.registry.server.ServerDocument;
import dev.gatehouse.registry.server.ServerRules;
import dev.gatehouse.registry.server.ServerStatus;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads entries as registries list them, and documents alone. Nothing in them is believed. */
@Singleton
class EntryReader {
  private static final String OFFICIAL = "io.modelcontextprotocol.registry/official";
  private static final int MAX_MESSAGE = 500;

  private final ServerRules rules;

  EntryReader(ServerRules rules) {
    this.rules = rules;
  }

  ReadEntry read(JsonNode entry, String source) {
    boolean wrapped = entry.path("server").isObject();
    JsonNode document = wrapped ? entry.path("server") : entry;
    List<FieldError> errors = rules.check(document);
    if (!errors.isEmpty()) {
      return new ReadEntry.Refused(new Refusal(nameOf(document), errors));
    }
    JsonNode meta = wrapped ? entry.path("_meta").path(OFFICIAL) : entry.path("\0");
    ServerStatus status = ServerStatus.of(meta.path("status").asText("active")).orElse(null);
    if (status == null) {
      return new ReadEntry.Refused(
          new Refusal(
              nameOf(document),
              List.of(
                  new FieldError(
                      "/_meta/io.modelcontextprotocol.registry~1official/status",
                      "must be one of active, deprecated, deleted"))));
    }
    Instant updated = time(meta, "updatedAt");
    Instant published = time(meta, "publishedAt");
    Instant changed = time(meta, "statusChangedAt");
    Instant begin = published == null ? Instant.now() : published;
    return new ReadEntry.Taken(
        new Offer(
            new ServerDocument((ObjectNode) document),
            status,
            message(meta),
            changed == null ? begin : changed,
            begin,
            meta.path("isLatest").asBoolean(false),
            source),
        updated);
  }

  private static @Nullable String message(JsonNode meta) {
    String message = meta.path("statusMessage").asText().replace('\0', ' ');
    return message.isEmpty() ? null : message.substring(0, Math.min(message.length(), MAX_MESSAGE));
  }

  private static String nameOf(JsonNode document) {
    String name = document.path("name").asText().replace('\0', ' ');
    return name.substring(0, Math.min(name.length(), 200));
  }

  private static @Nullable Instant time(JsonNode meta, String field) {
    try {
      return meta.path(field).isTextual()
          ? OffsetDateTime.parse(meta.path(field).asText()).toInstant()
          : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
