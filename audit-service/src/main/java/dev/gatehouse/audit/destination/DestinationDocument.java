package dev.gatehouse.audit.destination;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.audit.export.ExportFormat;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a destination besides its credentials.
 *
 * @param url {@code https:} for a webhook; {@code syslog+tls:} or {@code syslog+tcp:} with host and
 *     port for syslog
 * @param format of each record
 * @param everySeconds how often it is looked for new records
 * @param certificateAuthority that a syslog server's certificate is checked by, PEM; null for those
 *     of the JDK
 * @param silenceAcknowledges whether a syslog server keeps connections open, so that it has
 *     acknowledged what it took if it says nothing for as long as a batch may take
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DestinationDocument(
    String name,
    Kind kind,
    URI url,
    ExportFormat format,
    int everySeconds,
    @Nullable String certificateAuthority,
    boolean silenceAcknowledges) {

  enum Kind {
    WEBHOOK,
    SYSLOG
  }
}
