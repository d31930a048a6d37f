package dev.gatehouse.audit.trail;

import java.util.Locale;

/**
 * How long records are kept, as a group that leaves together, by whole days. How many days each is
 * kept stands in the table {@code audit_retention}, which only the owner of the database changes.
 */
public enum RetentionClass {
  SHORT,
  STANDARD,
  LONG;

  private final String column = name().toLowerCase(Locale.ROOT);

  /** As it stands in the table and in the names of partitions. */
  public String column() {
    return column;
  }
}
