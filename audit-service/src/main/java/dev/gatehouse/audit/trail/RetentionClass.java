package dev.gatehouse.audit.trail;

import java.util.Locale;

/**
 * How long records are kept, as a group that leaves together. A record's class is part of its key
 * in the trail: whatever chooses it must choose the same for a record that is delivered twice.
 */
enum RetentionClass {
  STANDARD;

  /** As it stands in the table and in the names of partitions. */
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
