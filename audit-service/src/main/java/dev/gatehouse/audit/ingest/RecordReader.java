package dev.gatehouse.audit.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.audit.ingest.EventScan.Scanned;
import dev.gatehouse.audit.settings.RetentionChoice;
import dev.gatehouse.audit.trail.TrailRow;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.CloudEvent;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventCodec.Decoded;
import dev.gatehouse.platform.event.EventCodec.MalformedEventException;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the value of a Kafka record into a row of the trail, or says why that cannot be. */
@ApplicationScoped
class RecordReader {
  private static final int LONGEST_ORGANISATION = 100;
  private static final List<String> NEEDED =
      List.of(
          "/id",
          "/occurredAt",
          "/organisation",
          "/service",
          "/phase",
          "/actor",
          "/action",
          "/target/kind",
          "/decision",
          "/outcome/status");

  private final IngestConfig config;
  private final RetentionChoice retention;
  private final Clock clock = Clock.systemUTC();

  RecordReader(IngestConfig config, RetentionChoice retention) {
    this.config = config;
    this.retention = retention;
  }

  /** What a value turned out to be. */
  sealed interface Read {
    record Row(TrailRow row) implements Read {}

    record Unreadable(String reason) implements Read {}
  }

  Read read(byte @Nullable [] value) {
    if (value == null) {
      return new Read.Unreadable("no value");
    }
    try {
      Optional<Scanned> scanned = EventScan.scan(value);
      return scanned.isPresent()
          ? row(scanned.get().record(), scanned.get().canonical())
          : decoded(Json.mapper().readTree(value));
    } catch (MalformedEventException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      return new Read.Unreadable(String.valueOf(reason.getMessage()));
    } catch (IOException | RuntimeException e) {
      return new Read.Unreadable(e.toString());
    }
  }

  /** What is out of the ordinary, or nothing that can be stored. */
  private Read decoded(JsonNode tree) {
    return switch (EventCodec.decode(tree)) {
      case Decoded.Event(CloudEvent<?>(_, _, _, _, _, _, _, _, AuditRecord record)) ->
          complete(record, tree.path("data"));
      case Decoded.Event(CloudEvent<?> event) ->
          new Read.Unreadable("not an audit record: " + event.type());
      case Decoded.Unknown(String type) ->
          new Read.Unreadable("a type that this version does not know: '" + type + "'");
    };
  }

  private Read complete(AuditRecord record, JsonNode data) {
    for (String pointer : NEEDED) {
      JsonNode member = data.at(pointer);
      if (member.isMissingNode() || member.isNull()) {
        return new Read.Unreadable("a record without " + pointer);
      }
    }
    return row(record, CanonicalJson.of(data));
  }

  private Read row(AuditRecord record, String canonical) {
    String organisation = record.organisation();
    if (organisation.isEmpty()
        || organisation.length() > LONGEST_ORGANISATION
        || organisation.indexOf('\0') >= 0) {
      return new Read.Unreadable("not an organisation id");
    }
    Instant now = clock.instant();
    if (record.occurredAt().isBefore(now.minus(config.oldest()))
        || record.occurredAt().isAfter(now.plus(config.ahead()))) {
      return new Read.Unreadable("occurred at " + record.occurredAt() + ", which is not taken");
    }
    boolean skewed = record.occurredAt().isAfter(now.plus(config.skew()));
    return new Read.Row(
        TrailRow.of(record, canonical, now, skewed, retention.of(organisation, record.action())));
  }
}
