package dev.gatehouse.platform.redact;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of one object: a few are compared one by one, which is quicker than a set. */
final class NamesSeen {
  private static final int FEW = 16;

  private final String[] few = new String[FEW];
  private int size;
  private @Nullable Set<String> many;

  /** False if it is there already. */
  boolean add(String name) {
    if (many != null) {
      return many.add(name);
    }
    for (int i = 0; i < size; i++) {
      if (few[i].equals(name)) {
        return false;
      }
    }
    if (size == FEW) {
      many = new HashSet<>(Arrays.asList(few));
      return many.add(name);
    }
    few[size++] = name;
    return true;
  }
}
