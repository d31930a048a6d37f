package dev.gatehouse.mcp.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the objects that a cursor is in, to notice one that occurs twice. A few are compared
 * one by one; an object of many gets a set, so that ten thousand keys cost ten thousand steps.
 */
final class KeysSeen {
  private static final int FEW = 16;

  /** Of all objects that are open, the outermost first; those of an object of many are not all. */
  private String[] keys = new String[FEW];

  private int size;

  /** By depth: where the keys of the object begin. */
  private int[] begins = new int[8];

  /** By depth: the keys of an object of many. */
  private @Nullable List<@Nullable Set<String>> many;

  /** An object opens at a depth. */
  void enter(int depth) {
    if (depth >= begins.length) {
      begins = Arrays.copyOf(begins, 2 * depth);
    }
    begins[depth] = size;
  }

  /** The innermost object, at this depth, closes. */
  void leave(int depth) {
    size = begins[depth];
    if (many != null && depth < many.size()) {
      many.set(depth, null);
    }
  }

  /**
   * @param depth of the innermost object
   * @return false if it has the key already
   */
  boolean add(int depth, String key) {
    Set<String> set = many == null || depth >= many.size() ? null : many.get(depth);
    if (set != null) {
      return set.add(key);
    }
    for (int i = begins[depth]; i < size; i++) {
      if (keys[i].equals(key)) {
        return false;
      }
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
    }
    keys[size++] = key;
    if (size - begins[depth] > FEW) {
      collect(depth);
    }
    return true;
  }

  private void collect(int depth) {
    if (many == null) {
      many = new ArrayList<>();
    }
    while (many.size() <= depth) {
      many.add(null);
    }
    many.set(depth, new HashSet<>(Arrays.asList(keys).subList(begins[depth], size)));
  }
}
