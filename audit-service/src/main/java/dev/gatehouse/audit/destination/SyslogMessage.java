package dev.gatehouse.audit.destination;

import dev.gatehouse.audit.export.ExportFormat;
import dev.gatehouse.platform.event.AuditRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * A record as a syslog message (RFC 5424) of the facility log audit, with its length before it (RFC
 * 6587 section 3.4.1, RFC 5425 section 4.3). The message is the line of the format.
 */
final class SyslogMessage {
  private static final int LOG_AUDIT = 13;
  private static final int LONGEST_HOSTNAME = 255;
  private static final int LONGEST_ID = 32;
  private static final Pattern NOT_PRINTABLE = Pattern.compile("[^\\x21-\\x7E]");

  private SyslogMessage() {}

  static void append(
      ByteArrayOutputStream out, String hostname, ExportFormat format, String stored) {
    AuditRecord record = ExportFormat.record(stored);
    String head =
        "<%d>1 %s %s gatehouse %s %s - "
            .formatted(
                LOG_AUDIT * 8 + severity(record),
                record.occurredAt().truncatedTo(ChronoUnit.MICROS),
                name(hostname, LONGEST_HOSTNAME),
                name(record.service(), LONGEST_ID),
                name(record.action(), LONGEST_ID));
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] line = format.line(stored, record);
    int length = line.length - 1; // the end of a line has no place in a message
    String size = (start.length + length) + " ";
    out.writeBytes(size.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(start);
    out.write(line, 0, length);
  }

  private static int severity(AuditRecord record) {
    return switch (record.outcome().status()) {
      case SUCCESS, UNKNOWN -> 6; // informational
      case ERROR -> 5; // notice
      case DENIED -> 4; // warning
    };
  }

  /** PRINTUSASCII of the RFC; a dash for nothing. */
  private static String name(String text, int longest) {
    String clean = NOT_PRINTABLE.matcher(text).replaceAll("_");
    String cut = clean.substring(0, Math.min(clean.length(), longest));
    return cut.isEmpty() ? "-" : cut;
  }
}
