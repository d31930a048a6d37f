package dev.gatehouse.registry.search;

import dev.gatehouse.registry.index.Segment;
import java.util.BitSet;

/**
 * A segment as an organisation sees it.
 *
 * @param hidden entries that are not to be seen, because newer ones or its own stand for them
 * @param organisation whose entries these are; empty for the public ones
 */
record View(Segment segment, BitSet hidden, String organisation) {

  boolean isPublic() {
    return organisation.isEmpty();
  }

  /** This one without the entries that another segment has by the same names. */
  View without(Segment others) {
    if (others.size() == 0) {
      return this;
    }
    BitSet more = (BitSet) hidden.clone();
    for (int i = 0; i < others.size(); i++) {
      int entry = segment.entry(others.name(i));
      if (entry >= 0) {
        more.set(entry);
      }
    }
    return new View(segment, more, organisation);
  }
}
