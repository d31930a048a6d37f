package dev.gatehouse.audit.ingest;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.DecimalNode;
import dev.gatehouse.audit.ingest.CanonicalBytes.Member;
import dev.gatehouse.audit.ingest.EventShape.Column;
import dev.gatehouse.audit.ingest.EventShape.Form;
import dev.gatehouse.mcp.wire.JsonCursor;
import dev.gatehouse.mcp.wire.ScanLimits;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Decision;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the value of a Kafka record, without a tree: the record's canonical JSON and what
 * its columns are made of. It takes events in the form in which services write them and nothing
 * else: what it does not take may be right all the same, and has to be read by {@code EventCodec}.
 * What it takes, that would read as the same.
 */
final class EventScan {
  // Names that occur twice are found where members are put in order.
  private static final ScanLimits LIMITS =
      new ScanLimits(
          Integer.MAX_VALUE,
          Json.mapper().getFactory().streamReadConstraints().getMaxNestingDepth(),
          Integer.MAX_VALUE);

  private final byte[] value;
  private final JsonCursor json;
  private final CanonicalBytes out;
  private final Map<Column, String> columns = new EnumMap<>(Column.class);

  private EventScan(byte[] value) {
    this.value = value;
    this.json = JsonCursor.plain(value, 0, value.length, LIMITS);
    this.out = new CanonicalBytes(value.length);
  }

  /**
   * @param record as far as columns are made of it; the rest is left out or, as its decision, made
   *     up
   * @param canonical the whole record
   */
  record Scanned(AuditRecord record, String canonical) {}

  /** Empty for whatever is out of the ordinary. */
  static Optional<Scanned> scan(byte[] value) {
    try {
      return Optional.of(new EventScan(value).event());
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private Scanned event() {
    Map<EventShape.Envelope, String> envelope = new EnumMap<>(EventShape.Envelope.class);
    for (String name = nextName(); name != null; name = nextName()) {
      EventShape.Envelope member = EventShape.Envelope.NAMES.get(name);
      require(member != null && !envelope.containsKey(member));
      JsonToken token = json.next();
      if (member == EventShape.Envelope.DATA) {
        require(token == JsonToken.START_OBJECT);
        object(EventShape.RECORD);
        envelope.put(member, "");
      } else {
        require(token == JsonToken.VALUE_STRING);
        envelope.put(member, json.text());
      }
    }
    json.finish();
    require(EventShape.TYPE.equals(envelope.get(EventShape.Envelope.TYPE)));
    require(envelope.containsKey(EventShape.Envelope.ID));
    require(envelope.containsKey(EventShape.Envelope.DATA));
    String time = envelope.get(EventShape.Envelope.TIME);
    if (time != null) {
      EventTime.parse(time);
    }
    return new Scanned(record(), out.toString());
  }

  private AuditRecord record() {
    require(columns.containsKey(Column.ACTOR) && columns.containsKey(Column.DECISION));
    String duration = columns.get(Column.DURATION);
    return new AuditRecord(
        AuditRecord.SCHEMA_VERSION,
        needed(Column.ID),
        EventTime.parse(needed(Column.OCCURRED_AT)),
        needed(Column.ORGANISATION),
        needed(Column.SERVICE),
        Phase.valueOf(needed(Column.PHASE)),
        columns.get(Column.ATTEMPT),
        new Actor(
            columns.get(Column.USER),
            columns.get(Column.CLIENT),
            columns.get(Column.API_KEY),
            null,
            columns.get(Column.ACTING_SERVICE)),
        needed(Column.ACTION),
        new Target(
            needed(Column.TARGET_KIND),
            null,
            columns.get(Column.TARGET_NAME),
            columns.get(Column.CONNECTOR),
            columns.get(Column.GATEWAY),
            columns.get(Column.TOOL)),
        Decision.ALLOWED,
        new Outcome(Outcome.Status.valueOf(needed(Column.STATUS)), null),
        duration == null ? null : Long.valueOf(duration),
        null,
        null,
        columns.get(Column.TRACE_ID),
        null,
        Map.of());
  }

  private String needed(Column column) {
    return Objects.requireNonNull(columns.get(column));
  }

  /** Its beginning has been read. */
  private void object(EventShape shape) {
    int start = out.size();
    List<Member> members = new ArrayList<>();
    for (String name = nextName(); name != null; name = nextName()) {
      int from = out.size();
      out.append(',');
      text(name);
      out.append(':');
      json.next();
      value(shape.member(name));
      members.add(new Member(name, from, out.size()));
    }
    out.object(start, members);
  }

  private @Nullable String nextName() {
    if (json.next() != JsonToken.FIELD_NAME) {
      return null;
    }
    String known = MemberNames.KNOWN.find(value, json.start() + 1, json.end() - 1);
    return known == null ? json.text() : known;
  }

  private void array(EventShape items) {
    char separator = '[';
    while (json.next() != JsonToken.END_ARRAY) {
      out.append(separator);
      value(items);
      separator = ',';
    }
    if (separator == '[') {
      out.append('[');
    }
    out.append(']');
  }

  private void value(EventShape shape) {
    JsonToken token = json.token();
    require(token == JsonToken.VALUE_NULL || shape.form().takes(token));
    switch (token) {
      case START_OBJECT -> {
        note(shape.column(), "");
        object(shape);
      }
      case START_ARRAY -> array(shape.form() == Form.TEXTS ? EventShape.TEXT : EventShape.ANYTHING);
      case VALUE_STRING -> {
        String text = shape.column() != null || json.escaped() ? json.text() : "";
        note(shape.column(), text);
        text(text);
      }
      case VALUE_NUMBER_INT -> whole(shape);
      case VALUE_NUMBER_FLOAT ->
          out.ascii(CanonicalJson.of(DecimalNode.valueOf(new BigDecimal(ascii()))));
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> out.copy(value, json.start(), json.end());
      default -> throw new IllegalArgumentException("no value");
    }
  }

  /** The current string; what has no escapes is canonical as it stands there. */
  private void text(String text) {
    if (json.escaped()) {
      out.text(text);
    } else {
      out.copy(value, json.start(), json.end());
    }
  }

  private void whole(EventShape shape) {
    String text = ascii();
    switch (shape.form()) { // throws what is out of range
      case INT -> Integer.parseInt(text);
      case LONG -> Long.parseLong(text);
      default -> {}
    }
    String number = text.equals("-0") ? "0" : text;
    note(shape.column(), number);
    out.ascii(number);
  }

  private String ascii() {
    return new String(value, json.start(), json.end() - json.start(), StandardCharsets.US_ASCII);
  }

  private void note(@Nullable Column column, String text) {
    if (column != null) {
      columns.put(column, text);
    }
  }

  private static void require(boolean ordinary) {
    if (!ordinary) {
      throw new IllegalArgumentException("out of the ordinary");
    }
  }
}
