package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.trail.TrailRow;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A record as it lies in the database now, with all that is derived from it. */
@SuppressWarnings("ArrayRecordComponent") // compared by hand
record StoredRow(
    String id, long seq, byte[] chain, Instant ingestedAt, String record, List<String> columns) {
  /** In the order of {@link #derived}. */
  static final String COLUMNS =
      "id, seq, chain, ingested_at, record, organisation, day, occurred_at, service, phase, attempt,"
          + " action, tool, exposed_as, connector, gateway, actor, api_key, client, outcome,"
          + " duration_micros, trace_id";

  private static final int FIRST_DERIVED = 6;
  private static final int DERIVED = 17;
  private static final int OCCURRED_AT = 2;
  private static final byte[] NONE = {};

  /** Whatever is there, so that it can be named: also what the table should not have let in. */
  static StoredRow of(ResultSet row) throws SQLException {
    String[] columns = new String[DERIVED];
    for (int i = 0; i < DERIVED; i++) {
      columns[i] =
          i == OCCURRED_AT
              ? time(row, FIRST_DERIVED + i).toString()
              : String.valueOf(row.getString(FIRST_DERIVED + i));
    }
    return new StoredRow(
        row.getString(1),
        row.getLong(2),
        Objects.requireNonNullElse(row.getBytes(3), NONE),
        time(row, 4),
        String.valueOf(row.getString(5)),
        Arrays.asList(columns));
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? Instant.MAX : time.toInstant();
  }

  /** What keeps the columns from being those of the record; null if they are. */
  @Nullable String disagreement() {
    try {
      AuditRecord read = Json.mapper().readValue(record, AuditRecord.class);
      if (!CanonicalJson.of(Json.mapper().readTree(record)).equals(record)) {
        return "not in canonical form";
      }
      TrailRow row = TrailRow.of(read, record);
      if (!row.id().toString().equals(id)) {
        return "its id is another than the record says";
      }
      List<String> expected = derived(row);
      return IntStream.range(0, DERIVED)
          .filter(i -> !Objects.equals(columns.get(i), expected.get(i)))
          .mapToObj(
              i -> COLUMNS.split(",\\s*")[FIRST_DERIVED - 1 + i] + " is not what the record says")
          .findFirst()
          .orElse(null);
    } catch (IOException | RuntimeException e) {
      return "not a record any more";
    }
  }

  private static List<String> derived(TrailRow row) {
    LocalDate day = row.day();
    return IntStream.range(0, DERIVED)
        .mapToObj(i ->
            String.valueOf(
                switch (i) {
                  case 0 -> row.organisation();
                  case 1 -> day;
                  case OCCURRED_AT -> row.occurredAt();
                  case 3 -> row.service();
                  case 4 -> row.phase();
                  case 5 -> row.attempt();
                  case 6 -> row.action();
                  case 7 -> row.tool();
                  case 8 -> row.exposedAs();
                  case 9 -> row.connector();
                  case 10 -> row.gateway();
                  case 11 -> row.actor();
                  case 12 -> row.apiKey();
                  case 13 -> row.client();
                  case 14 -> row.outcome();
                  case 15 -> row.durationMicros();
                  default -> row.traceId();
                }))
        .toList();
  }
}
