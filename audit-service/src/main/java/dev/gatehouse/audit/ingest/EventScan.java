package dev.gatehouse.audit.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.node.DecimalNode;
import dev.gatehouse.audit.ingest.CanonicalBytes.Member;
import dev.gatehouse.audit.ingest.EventShape.Column;
import dev.gatehouse.audit.ingest.EventShape.Form;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Decision;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.time.Instant;
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
  // Duplicate names are found where members are put in order.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(
                      Json.mapper().getFactory().streamReadConstraints().getMaxNestingDepth())
                  .build())
          .build();

  private final JsonParser parser;
  private final CanonicalBytes out;
  private final Map<Column, String> columns = new EnumMap<>(Column.class);

  private EventScan(JsonParser parser, CanonicalBytes out) {
    this.parser = parser;
    this.out = out;
  }

  /**
   * @param record as far as columns are made of it; the rest is left out or, as its decision, made
   *     up
   * @param canonical the whole record
   */
  record Scanned(AuditRecord record, String canonical) {}

  /** Empty for whatever is out of the ordinary. */
  static Optional<Scanned> scan(byte[] value) {
    try (JsonParser parser = FACTORY.createParser(value)) {
      return Optional.of(new EventScan(parser, new CanonicalBytes(value.length)).event());
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private Scanned event() throws IOException {
    require(parser.nextToken() == JsonToken.START_OBJECT);
    Map<EventShape.Envelope, String> envelope = new EnumMap<>(EventShape.Envelope.class);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      EventShape.Envelope member = EventShape.Envelope.NAMES.get(parser.currentName());
      require(member != null && !envelope.containsKey(member));
      JsonToken token = parser.nextToken();
      if (member == EventShape.Envelope.DATA) {
        require(token == JsonToken.START_OBJECT);
        object(EventShape.RECORD);
        envelope.put(member, "");
      } else {
        require(token == JsonToken.VALUE_STRING);
        envelope.put(member, parser.getText());
      }
    }
    require(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
    require(EventShape.TYPE.equals(envelope.get(EventShape.Envelope.TYPE)));
    require(envelope.containsKey(EventShape.Envelope.ID));
    require(envelope.containsKey(EventShape.Envelope.DATA));
    String time = envelope.get(EventShape.Envelope.TIME);
    if (time != null) {
      Instant.parse(time);
    }
    return new Scanned(record(), out.toString());
  }

  private AuditRecord record() {
    require(columns.containsKey(Column.ACTOR) && columns.containsKey(Column.DECISION));
    String duration = columns.get(Column.DURATION);
    return new AuditRecord(
        AuditRecord.SCHEMA_VERSION,
        needed(Column.ID),
        Instant.parse(needed(Column.OCCURRED_AT)),
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
  private void object(EventShape shape) throws IOException {
    int start = out.size();
    List<Member> members = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      int from = out.size();
      out.append(',');
      out.text(name);
      out.append(':');
      parser.nextToken();
      value(shape.member(name));
      members.add(new Member(name, from, out.size()));
    }
    out.object(start, members);
  }

  private void array(EventShape items) throws IOException {
    char separator = '[';
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      out.append(separator);
      value(items);
      separator = ',';
    }
    if (separator == '[') {
      out.append('[');
    }
    out.append(']');
  }

  private void value(EventShape shape) throws IOException {
    JsonToken token = Objects.requireNonNull(parser.currentToken());
    require(token == JsonToken.VALUE_NULL || shape.form().takes(token));
    switch (token) {
      case START_OBJECT -> {
        note(shape.column(), "");
        object(shape);
      }
      case START_ARRAY -> array(shape.form() == Form.TEXTS ? EventShape.TEXT : EventShape.ANYTHING);
      case VALUE_STRING -> text(shape.column());
      case VALUE_NUMBER_INT -> whole(shape);
      case VALUE_NUMBER_FLOAT ->
          out.ascii(CanonicalJson.of(DecimalNode.valueOf(parser.getDecimalValue())));
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> out.ascii(parser.getText());
      default -> throw new IllegalArgumentException("no value");
    }
  }

  private void text(@Nullable Column column) throws IOException {
    if (column == null) {
      out.text(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    } else {
      String text = parser.getText();
      note(column, text);
      out.text(text);
    }
  }

  private void whole(EventShape shape) throws IOException {
    switch (shape.form()) { // throws what is out of range
      case INT -> parser.getIntValue();
      case LONG -> parser.getLongValue();
      default -> {}
    }
    String text = parser.getNumberValue().toString();
    note(shape.column(), text);
    out.ascii(text);
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
