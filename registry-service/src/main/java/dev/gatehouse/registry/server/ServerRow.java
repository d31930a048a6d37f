package dev.gatehouse.registry.server;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of a server with what the registry knows of it, to be shown.
 *
 * @param document as text, which goes into the answer as it is
 * @param visibility {@code public}, or {@code private} to the caller's organisation
 */
public record ServerRow(
    long id,
    String name,
    String version,
    String document,
    String status,
    @Nullable String statusMessage,
    Instant statusChangedAt,
    Instant publishedAt,
    Instant updatedAt,
    boolean isLatest,
    String visibility,
    String source) {
  /** The key of {@code _meta} that the official API defines. */
  static final String OFFICIAL = "io.modelcontextprotocol.registry/official";

  /** Gatehouse's own key of {@code _meta}. */
  static final String OWN = "dev.gatehouse.registry/catalogue";

  /** Columns that {@link #of} reads, of a table or alias {@code s}. */
  public static final String COLUMNS =
      """
      s.id, s.name, s.version, s.document, s.status, s.status_message, s.status_changed_at,
      s.published_at, s.updated_at, s.is_latest, s.source\
      """;

  public static ServerRow of(ResultSet row, String visibility) throws SQLException {
    return new ServerRow(
        row.getLong("id"),
        row.getString("name"),
        row.getString("version"),
        row.getString("document"),
        row.getString("status"),
        row.getString("status_message"),
        row.getTimestamp("status_changed_at").toInstant(),
        row.getTimestamp("published_at").toInstant(),
        row.getTimestamp("updated_at").toInstant(),
        row.getBoolean("is_latest"),
        visibility,
        row.getString("source"));
  }

  /** A number that is another one after each change. */
  long revision() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, updatedAt);
  }

  /** The same of several together. */
  static long revision(List<ServerRow> rows) {
    return rows.stream().mapToLong(ServerRow::revision).max().orElse(0);
  }

  /** Writes a {@code ServerResponse} of the official API; {@code _meta} is its last member. */
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeFieldName("server");
    json.writeRawValue(document);
    json.writeObjectFieldStart("_meta");
    json.writeObjectFieldStart(OFFICIAL);
    json.writeStringField("status", status);
    if (statusMessage != null) {
      json.writeStringField("statusMessage", statusMessage);
    }
    json.writeStringField("statusChangedAt", statusChangedAt.toString());
    json.writeStringField("publishedAt", publishedAt.toString());
    json.writeStringField("updatedAt", updatedAt.toString());
    json.writeBooleanField("isLatest", isLatest);
    json.writeEndObject();
    json.writeObjectFieldStart(OWN);
    json.writeStringField("visibility", visibility);
    json.writeStringField("source", source);
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }
}
