package dev.gatehouse.audit.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Body;
import dev.gatehouse.platform.json.Json;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A record as a line of RFC 4180. */
final class CsvLine {
  static final String HEAD =
      "id,occurredAt,organisation,service,phase,attempt,action,outcome,code,allowed,rule,user,client,"
          + "apiKey,actorService,targetKind,targetId,targetName,connector,gateway,tool,durationMicros,"
          + "inputBytes,inputDigest,input,outputBytes,outputDigest,output,traceId,sourceAddress,detail,"
          + "answersBytes,answersDigest,answers";

  private CsvLine() {}

  static String of(AuditRecord r) {
    return cells(
        r.id(),
        r.occurredAt(),
        r.organisation(),
        r.service(),
        r.phase(),
        r.attempt(),
        r.action(),
        r.outcome().status(),
        r.outcome().code(),
        r.decision().allowed(),
        r.decision().rule(),
        r.actor().user(),
        r.actor().client(),
        r.actor().apiKey(),
        r.actor().service(),
        r.target().kind(),
        r.target().id(),
        r.target().name(),
        r.target().connector(),
        r.target().gateway(),
        r.target().tool(),
        r.durationMicros(),
        bytes(r.input()),
        digest(r.input()),
        content(r.input()),
        bytes(r.output()),
        digest(r.output()),
        content(r.output()),
        r.traceId(),
        r.sourceAddress(),
        detail(r),
        bytes(r.answers()),
        digest(r.answers()),
        content(r.answers()));
  }

  /** One JSON document, so that it can be read back. */
  private static @Nullable JsonNode detail(AuditRecord r) {
    return r.detail() == null || r.detail().isEmpty()
        ? null
        : Json.mapper().valueToTree(r.detail());
  }

  private static @Nullable Long bytes(@Nullable Body body) {
    return body == null ? null : body.bytes();
  }

  private static @Nullable String digest(@Nullable Body body) {
    return body == null ? null : body.digest();
  }

  private static @Nullable Object content(@Nullable Body body) {
    return body == null ? null : body.content();
  }

  private static String cells(@Nullable Object... values) {
    return Arrays.stream(values).map(CsvLine::cell).collect(Collectors.joining(","));
  }

  /** With those of full width, that some spreadsheets take for the same. */
  private static final String FORMULA = "=+-@\t\r\n|%\uFF1D\uFF0B\uFF0D\uFF20";

  /**
   * Spreadsheets take a cell for a formula that begins with one of these, quoted or not; an
   * apostrophe before it makes it text. NUL and half characters have no place in a text file.
   */
  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString().replace("\0", "\uFFFD");
    if (!text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
