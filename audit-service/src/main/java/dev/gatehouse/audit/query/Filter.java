package dev.gatehouse.audit.query;

import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.event.AuditRecord.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which records of an organisation are meant; all that is given must hold.
 *
 * @param keyGateway the only gateway that the caller's API key is good for, or null
 * @param text anywhere in the kept record: arguments, results, names; regardless of case
 * @param digest of an input or output, to find the same content
 * @param atLeast duration
 * @param atMost duration
 * @param from inclusive
 * @param to exclusive
 */
public record Filter(
    String organisation,
    @Nullable String keyGateway,
    @Nullable String action,
    @Nullable String tool,
    @Nullable String connector,
    @Nullable String gateway,
    @Nullable String actor,
    @Nullable String client,
    @Nullable String apiKey,
    @Nullable String service,
    @Nullable String traceId,
    @Nullable String text,
    @Nullable String digest,
    @Nullable Phase phase,
    Outcome.@Nullable Status outcome,
    @Nullable Boolean skewed,
    @Nullable Duration atLeast,
    @Nullable Duration atMost,
    @Nullable Instant from,
    @Nullable Instant to) {

  /** Every record of an organisation. */
  public static Filter all(String organisation) {
    return new Filter(
        organisation,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The same for another time. */
  Filter between(Instant first, Instant end) {
    return new Filter(
        organisation,
        keyGateway,
        action,
        tool,
        connector,
        gateway,
        actor,
        client,
        apiKey,
        service,
        traceId,
        text,
        digest,
        phase,
        outcome,
        skewed,
        atLeast,
        atMost,
        first,
        end);
  }

  /** For the record of a reading: what was looked at. */
  public Target asTarget(String kind) {
    return new Target(kind, null, null, connector, gateway, null);
  }

  /** For the record of a reading: what was asked for. */
  public Map<String, String> asDetail() {
    Map<String, String> detail = new TreeMap<>();
    put(detail, "action", action);
    put(detail, "tool", tool);
    put(detail, "actor", actor);
    put(detail, "client", client);
    put(detail, "key", apiKey);
    put(detail, "service", service);
    put(detail, "trace", traceId);
    // What was looked for may be a secret; that something was, is not.
    put(detail, "text", text == null ? null : text.length() + " characters");
    put(detail, "digest", digest);
    put(detail, "phase", phase);
    put(detail, "outcome", outcome);
    put(detail, "skewed", skewed);
    put(detail, "atLeast", atLeast);
    put(detail, "atMost", atMost);
    put(detail, "from", from);
    put(detail, "to", to);
    return detail;
  }

  private static void put(Map<String, String> detail, String name, @Nullable Object value) {
    if (value != null) {
      String shown = value.toString();
      detail.put(name, shown.length() <= 256 ? shown : shown.substring(0, 256));
    }
  }
}
