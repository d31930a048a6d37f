package dev.gatehouse.registry.search;

import java.util.Arrays;
import java.util.Optional;

/** What results can be narrowed to and counted by. */
enum Filter {
  CATEGORY("category", "e.category = ANY(?)", "e.category"),
  TRANSPORT("transport", "e.transports && ?", "unnest(e.transports)"),
  PACKAGE_TYPE("packageType", "e.package_types && ?", "unnest(e.package_types)"),
  NAMESPACE("namespace", "e.namespace = ANY(?)", "e.namespace"),
  STATUS("status", "e.status = ANY(?)", "e.status");

  private final String field;
  private final String condition;
  private final String counted;

  Filter(String field, String condition, String counted) {
    this.field = field;
    this.condition = condition;
    this.counted = counted;
  }

  /** Its name in a query and as a parameter. */
  String field() {
    return field;
  }

  String condition() {
    return condition;
  }

  /** The expression that its counts are grouped by. */
  String counted() {
    return counted;
  }

  static Optional<Filter> of(String field) {
    return Arrays.stream(values()).filter(f -> f.field.equalsIgnoreCase(field)).findFirst();
  }
}
