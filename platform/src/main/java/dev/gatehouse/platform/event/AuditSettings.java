package dev.gatehouse.platform.event;

import java.util.Map;

/**
 * What an organisation wants of its audit records. Where it has said nothing, {@link #defaults}
 * holds.
 *
 * @param bodies what is kept of arguments and results, where {@code tools} says nothing else
 * @param maxBytes of one redacted body; the rest is cut off
 * @param tools exceptions, by the id of a tool
 * @param readsWhenFull what becomes of reading calls while records can be kept nowhere
 */
public record AuditSettings(
    String organisation,
    Bodies bodies,
    int maxBytes,
    Map<String, Bodies> tools,
    WhenFull readsWhenFull)
    implements DomainEvent {
  public static final int DEFAULT_MAX_BYTES = 4096;
  public static final int LARGEST_MAX_BYTES = 16_384;

  /** Names, sizes and digests are kept either way. */
  public enum Bodies {
    NONE,
    REDACTED
  }

  /** Calls that may change something are always refused then. */
  public enum WhenFull {
    REFUSE,
    /** Served and counted; the gap is put on record, signed, as soon as there is room. */
    SERVE
  }

  public AuditSettings {
    tools = Map.copyOf(tools);
  }

  public static AuditSettings defaults(String organisation) {
    return new AuditSettings(
        organisation, Bodies.REDACTED, DEFAULT_MAX_BYTES, Map.of(), WhenFull.REFUSE);
  }

  /**
   * @param tool id of a tool; unknown ones are like all
   */
  public Bodies of(String tool) {
    return tools.getOrDefault(tool, bodies);
  }

  @Override
  public EventKey key() {
    return new EventKey(organisation, "audit-settings", organisation);
  }
}
