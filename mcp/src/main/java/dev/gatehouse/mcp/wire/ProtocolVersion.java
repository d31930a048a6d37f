package dev.gatehouse.mcp.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The published revisions of the protocol, oldest first, and the era each belongs to. */
public enum ProtocolVersion {
  V2024_11_05("2024-11-05", Era.LEGACY),
  V2025_03_26("2025-03-26", Era.LEGACY),
  V2025_06_18("2025-06-18", Era.LEGACY),
  V2025_11_25("2025-11-25", Era.LEGACY),
  V2026_07_28("2026-07-28", Era.MODERN);

  /** How a connection opens: by handshake, or not at all with {@code _meta} on each request. */
  public enum Era {
    LEGACY,
    MODERN
  }

  public static final ProtocolVersion LATEST_LEGACY = V2025_11_25;
  public static final ProtocolVersion LATEST_MODERN = V2026_07_28;

  /**
   * What a legacy request without the version header is taken to speak (2025-06-18, transports).
   */
  public static final ProtocolVersion ASSUMED_WITHOUT_HEADER = V2025_03_26;

  private static final ProtocolVersion[] ALL = values();

  private final String wireName;
  private final Era era;

  ProtocolVersion(String wireName, Era era) {
    this.wireName = wireName;
    this.era = era;
  }

  /** The revision as it stands on the wire, e.g. {@code 2025-11-25}. */
  public String wireName() {
    return wireName;
  }

  public Era era() {
    return era;
  }

  public boolean modern() {
    return era == Era.MODERN;
  }

  public static Optional<ProtocolVersion> of(String wireName) {
    for (ProtocolVersion version : ALL) {
      if (version.wireName.equals(wireName)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** Wire names of an era, newest first: the order of preference. */
  public static List<String> wireNames(Era era) {
    return Arrays.stream(ALL)
        .filter(version -> version.era == era)
        .map(ProtocolVersion::wireName)
        .toList()
        .reversed();
  }
}
