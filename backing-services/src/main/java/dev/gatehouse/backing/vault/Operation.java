package dev.gatehouse.backing.vault;

import java.util.Locale;

/** What a request does; each needs the policy capability of the same name. */
enum Operation {
  CREATE,
  READ,
  UPDATE,
  PATCH,
  DELETE,
  LIST;

  String capability() {
    return name().toLowerCase(Locale.ROOT);
  }
}
