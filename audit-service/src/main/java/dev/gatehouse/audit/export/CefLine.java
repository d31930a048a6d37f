package dev.gatehouse.audit.export;

import dev.gatehouse.platform.event.AuditRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as a line of the Common Event Format. In the head {@code \} and {@code |} are escaped,
 * and there is no line end; in the extension {@code \} and {@code =}, and line ends are written as
 * {@code \n} and {@code \r}.
 */
final class CefLine {
  private final StringBuilder out = new StringBuilder(512);

  private CefLine() {}

  static String of(AuditRecord r) {
    CefLine line = new CefLine();
    line.out.append("CEF:0|Gatehouse|Gatehouse|").append(AuditRecord.SCHEMA_VERSION).append('|');
    line.head(r.action()).head(r.action() + " " + r.outcome().status()).head(severity(r));
    line.add("externalId", r.id());
    line.add("rt", r.occurredAt().toEpochMilli());
    line.add("act", r.action());
    line.add("outcome", r.outcome().status());
    line.add("reason", r.outcome().code());
    line.add("src", SourceIp.of(r.sourceAddress()));
    line.add("suid", r.actor().user());
    line.add("requestClientApplication", r.actor().client());
    line.add("sproc", r.service());
    line.add("in", r.input() == null ? null : r.input().bytes());
    line.add("out", r.output() == null ? null : r.output().bytes());
    line.custom(1, "organisation", r.organisation());
    line.custom(2, "apiKey", r.actor().apiKey());
    line.custom(3, "gateway", r.target().gateway());
    line.custom(4, "connector", r.target().connector());
    line.custom(5, "target", r.target().tool() == null ? r.target().name() : r.target().tool());
    line.custom(6, "traceId", r.traceId());
    if (r.durationMicros() != null) {
      line.add("cn1Label", "durationMicros");
      line.add("cn1", r.durationMicros());
    }
    line.add("msg", r.input() == null ? null : r.input().content());
    line.out.setLength(line.out.length() - 1); // the space behind the last value
    return line.out.toString();
  }

  private static String severity(AuditRecord r) {
    return switch (r.outcome().status()) {
      case SUCCESS, UNKNOWN -> "3";
      case ERROR -> "5";
      case DENIED -> "7";
    };
  }

  private CefLine head(String text) {
    String line = text.replace('\n', ' ').replace('\r', ' ');
    out.append(lines(line.replace("\\", "\\\\").replace("|", "\\|"))).append('|');
    return this;
  }

  private void custom(int number, String label, @Nullable String value) {
    if (value != null) {
      add("cs" + number + "Label", label);
      add("cs" + number, value);
    }
  }

  private void add(String key, @Nullable Object value) {
    if (value != null) {
      out.append(key)
          .append('=')
          .append(lines(value.toString().replace("\\", "\\\\").replace("=", "\\=")))
          .append(' ');
    }
  }

  private static String lines(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> clean.append("\\n");
        case '\r' -> clean.append("\\r");
        case '\u2028', '\u2029', '\u0085' -> clean.append(' ');
        default -> clean.append(Character.isISOControl(c) ? '\uFFFD' : c);
      }
    }
    return clean.toString();
  }
}
