package dev.gatehouse.audit.ingest;

import com.fasterxml.jackson.core.JsonToken;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a member of an audit record looks like where a service has written it: the members of {@code
 * AuditRecord} by their names.
 *
 * @param column that its value goes to, or null
 * @param members of an object; others may be anything
 */
record EventShape(Form form, @Nullable Column column, Map<String, EventShape> members) {
  static final String TYPE = "dev.gatehouse.audit.recorded.v1";
  static final EventShape ANYTHING = of(Form.ANYTHING);
  static final EventShape TEXT = of(Form.TEXT);

  private static final EventShape BODY =
      object(
          null,
          Map.of(
              "bytes", of(Form.LONG),
              "digest", TEXT,
              "content", ANYTHING,
              "truncated", of(Form.TRUTH),
              "keys", of(Form.TEXTS),
              "redactions", of(Form.INT)));

  private static final EventShape ACTOR =
      object(
          Column.ACTOR,
          Map.of(
              "user", text(Column.USER),
              "client", text(Column.CLIENT),
              "apiKey", text(Column.API_KEY),
              "grant", TEXT,
              "service", text(Column.ACTING_SERVICE)));

  private static final EventShape TARGET =
      object(
          null,
          Map.of(
              "kind", text(Column.TARGET_KIND),
              "id", TEXT,
              "name", text(Column.TARGET_NAME),
              "connector", text(Column.CONNECTOR),
              "gateway", text(Column.GATEWAY),
              "tool", text(Column.TOOL)));

  static final EventShape RECORD =
      object(
          null,
          Map.ofEntries(
              Map.entry("schemaVersion", of(Form.INT)),
              Map.entry("id", text(Column.ID)),
              Map.entry("occurredAt", text(Column.OCCURRED_AT)),
              Map.entry("organisation", text(Column.ORGANISATION)),
              Map.entry("service", text(Column.SERVICE)),
              Map.entry("phase", text(Column.PHASE)),
              Map.entry("attempt", text(Column.ATTEMPT)),
              Map.entry("actor", ACTOR),
              Map.entry("action", text(Column.ACTION)),
              Map.entry("target", TARGET),
              Map.entry(
                  "decision",
                  object(Column.DECISION, Map.of("allowed", of(Form.TRUTH), "rule", TEXT))),
              Map.entry(
                  "outcome", object(null, Map.of("status", text(Column.STATUS), "code", TEXT))),
              Map.entry("durationMicros", new EventShape(Form.LONG, Column.DURATION, Map.of())),
              Map.entry("input", BODY),
              Map.entry("output", BODY),
              Map.entry("traceId", text(Column.TRACE_ID)),
              Map.entry("sourceAddress", TEXT),
              Map.entry("detail", of(Form.TEXT_MEMBERS)),
              Map.entry("answers", BODY)));

  /** What a value is, unless it is null. */
  enum Form {
    ANYTHING,
    TEXT,
    INT,
    LONG,
    TRUTH,
    TEXTS,
    OBJECT,
    /** An object whose members are texts, whatever their names. */
    TEXT_MEMBERS;

    boolean takes(JsonToken token) {
      return switch (this) {
        case ANYTHING -> true;
        case TEXT -> token == JsonToken.VALUE_STRING;
        case INT, LONG -> token == JsonToken.VALUE_NUMBER_INT;
        case TRUTH -> token.isBoolean();
        case TEXTS -> token == JsonToken.START_ARRAY;
        case OBJECT, TEXT_MEMBERS -> token == JsonToken.START_OBJECT;
      };
    }
  }

  /** What columns are made of; {@link #ACTOR} and {@link #DECISION} only have to be there. */
  enum Column {
    ID,
    OCCURRED_AT,
    ORGANISATION,
    SERVICE,
    PHASE,
    ATTEMPT,
    ACTOR,
    USER,
    CLIENT,
    API_KEY,
    ACTING_SERVICE,
    ACTION,
    TARGET_KIND,
    TARGET_NAME,
    CONNECTOR,
    GATEWAY,
    TOOL,
    DECISION,
    STATUS,
    DURATION,
    TRACE_ID
  }

  /** The members of the envelope, {@code CloudEvent}. */
  enum Envelope {
    SPECVERSION,
    ID,
    SOURCE,
    TYPE,
    SUBJECT,
    TIME,
    DATACONTENTTYPE,
    TRACEPARENT,
    DATA;

    static final Map<String, Envelope> NAMES =
        Arrays.stream(values())
            .collect(
                Collectors.toUnmodifiableMap(
                    member -> member.name().toLowerCase(Locale.ROOT), Function.identity()));
  }

  /** The names of members of this and of all that is in it, some more than once. */
  Stream<String> names() {
    return members.entrySet().stream()
        .flatMap(member -> Stream.concat(Stream.of(member.getKey()), member.getValue().names()));
  }

  /** The shape of a member. */
  EventShape member(String name) {
    return form == Form.TEXT_MEMBERS ? TEXT : members.getOrDefault(name, ANYTHING);
  }

  private static EventShape of(Form form) {
    return new EventShape(form, null, Map.of());
  }

  private static EventShape text(Column column) {
    return new EventShape(Form.TEXT, column, Map.of());
  }

  private static EventShape object(@Nullable Column column, Map<String, EventShape> members) {
    return new EventShape(Form.OBJECT, column, members);
  }
}
