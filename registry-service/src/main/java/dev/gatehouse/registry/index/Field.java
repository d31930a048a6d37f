package dev.gatehouse.registry.index;

import java.util.Arrays;
import java.util.Optional;

/** What entries can be narrowed to and counted by. */
public enum Field {
  CATEGORY("category"),
  TRANSPORT("transport"),
  PACKAGE_TYPE("packageType"),
  NAMESPACE("namespace"),
  STATUS("status");

  private final String label;

  Field(String label) {
    this.label = label;
  }

  /** Its name in a query and as a parameter. */
  public String label() {
    return label;
  }

  public static Optional<Field> of(String label) {
    return Arrays.stream(values()).filter(f -> f.label.equalsIgnoreCase(label)).findFirst();
  }
}
