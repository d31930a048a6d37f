package dev.gatehouse.platform.event;

import java.util.List;
import java.util.Map;

/** The topics of the suite and how each is to be created. */
public final class Topics {
  public static final String IDENTITY = "gatehouse.identity.v1";
  public static final String CATALOG = "gatehouse.catalog.v1";
  public static final String CREDENTIAL = "gatehouse.credential.v1";
  public static final String CREDENTIAL_REFUSED = "gatehouse.credential-refused.v1";
  public static final String HEALTH = "gatehouse.health.v1";
  public static final String DISCOVERY = "gatehouse.discovery.v1";
  public static final String API_KEY_USE = "gatehouse.api-key-use.v1";
  public static final String AUDIT = "gatehouse.audit.v1";
  public static final String AUDIT_SETTINGS = "gatehouse.audit-settings.v1";
  public static final String AUDIT_DEAD_LETTER = "gatehouse.audit.deadletter.v1";
  public static final String SESSION = "gatehouse.session.v1";

  /** The largest record that any publisher may send, in bytes. */
  public static final int MAX_RECORD_BYTES = 256 * 1024;

  private static final Map<String, String> COMPACTED =
      Map.of(
          "cleanup.policy",
          "compact",
          // A reader that starts while a tombstone is still there must see it within a day.
          "delete.retention.ms",
          "86400000",
          "min.cleanable.dirty.ratio",
          "0.1");

  /** All topics. */
  public static List<Topic> all() {
    return List.of(
        new Topic(IDENTITY, COMPACTED),
        new Topic(CATALOG, COMPACTED),
        new Topic(CREDENTIAL, COMPACTED),
        new Topic(CREDENTIAL_REFUSED, retained(1)),
        new Topic(HEALTH, COMPACTED),
        new Topic(DISCOVERY, retained(7)),
        new Topic(API_KEY_USE, retained(1)),
        new Topic(AUDIT, retained(14)),
        new Topic(AUDIT_SETTINGS, COMPACTED),
        new Topic(AUDIT_DEAD_LETTER, retained(90)),
        new Topic(SESSION, retained(2)));
  }

  /**
   * A topic to be created.
   *
   * @param config topic-level Kafka settings; the number of partitions is the operator's choice
   */
  public record Topic(String name, Map<String, String> config) {}

  private Topics() {}

  private static Map<String, String> retained(int days) {
    return Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(days * 86_400_000L));
  }
}
