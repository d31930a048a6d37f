package dev.gatehouse.registry.search;

import dev.gatehouse.registry.index.Field;
import dev.gatehouse.registry.index.Segment;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * A segment as an organisation sees it.
 *
 * @param hidden entries that are not to be seen, because newer ones or its own stand for them
 * @param unlisted these and the deleted ones, which are seen only where their status is asked for
 * @param organisation whose entries these are; empty for the public ones
 */
record View(Segment segment, BitSet hidden, BitSet unlisted, String organisation) {
  private static final Map<Field, Set<String>> DELETED = Map.of(Field.STATUS, Set.of("deleted"));

  /** All of a segment. */
  static View of(Segment segment, String organisation) {
    IntPredicate deleted = segment.having(DELETED);
    BitSet unlisted = new BitSet();
    for (int i = 0; i < segment.size(); i++) {
      unlisted.set(i, deleted.test(i));
    }
    return new View(segment, new BitSet(), unlisted, organisation);
  }

  boolean isPublic() {
    return organisation.isEmpty();
  }

  /** This one without the entries that another segment has by the same names. */
  View without(Segment others) {
    if (others.size() == 0) {
      return this;
    }
    BitSet more = new BitSet();
    for (int i = 0; i < others.size(); i++) {
      int entry = segment.entry(others.name(i));
      if (entry >= 0) {
        more.set(entry);
      }
    }
    return new View(segment, either(hidden, more), either(unlisted, more), organisation);
  }

  private static BitSet either(BitSet left, BitSet right) {
    BitSet either = (BitSet) left.clone();
    either.or(right);
    return either;
  }
}
