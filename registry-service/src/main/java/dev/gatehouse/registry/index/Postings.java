package dev.gatehouse.registry.index;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Entries, ascending by their number, each with a rank from 1 to 255: how much a word says of it,
 * from any text over the name of a tool to its own name. Of a conjunction the least counts, of
 * alternatives the most, so that one pass tells for each entry where a whole query is found.
 */
public final class Postings {
  public static final Postings NONE = new Postings(new int[0], new byte[0], 0);

  /** One of two is few if the other has more than so many times as many. */
  private static final int FEW = 16;

  /** Where something is found. */
  public enum Where {
    /** Anywhere. */
    TEXT,
    /** In the name of a tool, or better. */
    TOOL,
    /** In name or title. */
    NAME
  }

  /** Sees an entry of those that are looked through, by its index among them. */
  @FunctionalInterface
  public interface Visitor {
    void visit(int index, Where where, double rank);
  }

  private final int[] entries;
  private final byte[] ranks;
  private final int size;

  Postings(int[] entries, byte[] ranks, int size) {
    this.entries = entries;
    this.ranks = ranks;
    this.size = size;
  }

  /** Entries that their names lead to. */
  static Postings named(int[] entries) {
    byte[] ranks = new byte[entries.length];
    Arrays.fill(ranks, (byte) 255);
    return new Postings(Arrays.stream(entries).sorted().toArray(), ranks, entries.length);
  }

  /** The first entries, with the least rank. */
  public static Postings all(int size) {
    byte[] ranks = new byte[size];
    Arrays.fill(ranks, (byte) 1);
    return new Postings(IntStream.range(0, size).toArray(), ranks, size);
  }

  public int size() {
    return size;
  }

  public int entry(int index) {
    return entries[index];
  }

  int rank(int index) {
    return ranks[index] & 0xff;
  }

  public Where where(int index) {
    int rank = rank(index);
    return rank >= TextVector.NAMED
        ? Where.NAME
        : rank >= TextVector.TOLD ? Where.TOOL : Where.TEXT;
  }

  /** Those that are in both. */
  public Postings and(Postings other) {
    if (other.size < size) {
      return other.and(this);
    }
    Filling both = new Filling(size);
    int j = 0;
    for (int i = 0; i < size && j < other.size; i++) {
      j = other.from(entries[i], j);
      if (j < other.size && other.entries[j] == entries[i]) {
        both.add(entries[i], Math.min(rank(i), other.rank(j)));
      }
    }
    return both.postings();
  }

  /** Those that are in either. */
  public Postings or(Postings other) {
    if (other.size == 0 || size == 0) {
      return size == 0 ? other : this;
    }
    if (size < other.size) {
      return other.or(this);
    }
    if (size / FEW > other.size) {
      return orFew(other);
    }
    Filling either = new Filling(size + other.size);
    int i = 0;
    int j = 0;
    while (i < size || j < other.size) {
      int left = i < size ? entries[i] : Integer.MAX_VALUE;
      int right = j < other.size ? other.entries[j] : Integer.MAX_VALUE;
      int rank = left <= right ? rank(i) : 0;
      rank = right <= left ? Math.max(rank, other.rank(j)) : rank;
      either.add(Math.min(left, right), rank);
      i += left <= right ? 1 : 0;
      j += right <= left ? 1 : 0;
    }
    return either.postings();
  }

  /** The same with so few others that these are copied in runs. */
  private Postings orFew(Postings few) {
    Filling either = new Filling(size + few.size);
    int i = 0;
    for (int j = 0; j < few.size; j++) {
      int to = from(few.entries[j], i);
      either.add(this, i, to);
      boolean both = to < size && entries[to] == few.entries[j];
      either.add(few.entries[j], both ? Math.max(rank(to), few.rank(j)) : few.rank(j));
      i = both ? to + 1 : to;
    }
    either.add(this, i, size);
    return either.postings();
  }

  /** Those that are wanted. */
  public Postings where(IntPredicate wanted) {
    Filling kept = new Filling(size);
    for (int i = 0; i < size; i++) {
      if (wanted.test(entries[i])) {
        kept.add(entries[i], rank(i));
      }
    }
    return kept.postings();
  }

  /** Those that are not in another. */
  public Postings without(Postings other) {
    return other.size == 0 ? this : where(entry -> !other.has(entry));
  }

  /** At most so many: those found in names before those found elsewhere, then by their number. */
  public Postings best(int atMost) {
    if (size <= atMost) {
      return this;
    }
    int[] wanted = new int[Where.values().length];
    for (int i = 0; i < size; i++) {
      wanted[where(i).ordinal()]++;
    }
    int left = atMost;
    for (int place = wanted.length - 1; place >= 0; place--) {
      wanted[place] = Math.min(wanted[place], left);
      left -= wanted[place];
    }
    Filling best = new Filling(atMost);
    for (int i = 0; i < size && best.size() < atMost; i++) {
      if (wanted[where(i).ordinal()]-- > 0) {
        best.add(entries[i], rank(i));
      }
    }
    return best.postings();
  }

  /** Shows a visitor which of some others are among these. */
  public void visit(Postings others, Visitor visitor) {
    int j = 0;
    for (int i = 0; i < others.size && j < size; i++) {
      j = from(others.entries[i], j);
      if (j < size && entries[j] == others.entries[i]) {
        visitor.visit(i, where(j), rank(j) / 255.0);
      }
    }
  }

  boolean has(int entry) {
    return Arrays.binarySearch(entries, 0, size, entry) >= 0;
  }

  /** Index of the first at or after an entry, from an index on: in leaps, then by halves. */
  private int from(int entry, int begin) {
    int leap = 1;
    int low = begin;
    int high = begin;
    while (high < size && entries[high] < entry) {
      low = high + 1;
      high += leap;
      leap <<= 1;
    }
    int found = Arrays.binarySearch(entries, low, Math.min(high, size), entry);
    return found >= 0 ? found : -found - 1;
  }

  /** Postings that are being made, entries ascending. */
  static final class Filling {
    private int[] entries;
    private byte[] ranks;
    private int size;

    Filling(int capacity) {
      entries = new int[capacity];
      ranks = new byte[capacity];
    }

    int size() {
      return size;
    }

    void add(int entry, int rank) {
      if (size == entries.length) {
        entries = Arrays.copyOf(entries, Math.max(4, size + (size >> 1)));
        ranks = Arrays.copyOf(ranks, entries.length);
      }
      entries[size] = entry;
      ranks[size++] = (byte) rank;
    }

    /** Adds a run of others, for which there must be room. */
    void add(Postings others, int from, int to) {
      System.arraycopy(others.entries, from, entries, size, to - from);
      System.arraycopy(others.ranks, from, ranks, size, to - from);
      size += to - from;
    }

    Postings postings() {
      return new Postings(entries, ranks, size);
    }

    /** The same in as little room as possible, to be kept. */
    Postings trimmed() {
      return new Postings(Arrays.copyOf(entries, size), Arrays.copyOf(ranks, size), size);
    }
  }
}
