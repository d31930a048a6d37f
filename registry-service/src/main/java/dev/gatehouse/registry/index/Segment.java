package dev.gatehouse.registry.index;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Entries that can be searched, numbered in the order in which they were added: of those that match
 * alike, the lower numbers come first. Never changes once it is made.
 */
public final class Segment {
  private final String[] names;
  private final String[] nameKeys;
  private final String[] titleKeys;
  private final long[] ids;
  private final long[] changes;
  private final byte[] standings;
  private final SortedKeys byName;
  private final SortedKeys byNameKey;
  private final SortedKeys byTitleKey;
  private final Map<Field, FieldValues> fields;
  private final Dictionary dictionary;
  private final long bytes;

  private Segment(Builder made) {
    int size = made.entries.size();
    names = new String[size];
    nameKeys = new String[size];
    titleKeys = new String[size];
    ids = new long[size];
    changes = new long[size];
    standings = new byte[size];
    for (int i = 0; i < size; i++) {
      Builder.Kept entry = made.entries.get(i);
      names[i] = entry.name;
      nameKeys[i] = entry.nameKey;
      titleKeys[i] = entry.titleKey;
      ids[i] = entry.id;
      changes[i] = entry.change;
      standings[i] = (byte) entry.standing;
    }
    made.entries.clear();
    byName = new SortedKeys(names);
    byNameKey = new SortedKeys(nameKeys);
    byTitleKey = new SortedKeys(titleKeys);
    fields = new EnumMap<>(Field.class);
    made.fields.forEach((field, values) -> fields.put(field, values.values()));
    dictionary = new Dictionary(made.words);
    bytes = made.bytes;
  }

  /** Sees words of names and titles. */
  @FunctionalInterface
  public interface Names {
    void see(String word, int entries);
  }

  /** Collects entries, those first that stand best. */
  public static final class Builder {
    // Objects with their headers and references to them, rounded up.
    private static final int STRING_BYTES = 48;
    private static final int ENTRY_BYTES = 2 * STRING_BYTES + 52;
    private static final int WORD_BYTES = 140;
    private static final int POSTING_BYTES = 5;

    private record Kept(
        String name, long id, long change, String nameKey, String titleKey, int standing) {}

    private final List<Kept> entries = new ArrayList<>();
    private final Map<Field, FieldValues.Collecting> fields = new EnumMap<>(Field.class);
    private final Map<String, Postings.Filling> words = new HashMap<>();
    private long bytes;

    public Builder() {
      for (Field field : Field.values()) {
        fields.put(field, new FieldValues.Collecting());
      }
    }

    public void add(Entry entry) {
      int number = entries.size();
      boolean same = entry.titleKey().equals(entry.nameKey());
      entries.add(
          new Kept(
              entry.name(),
              entry.id(),
              entry.change(),
              entry.nameKey(),
              same ? entry.nameKey() : entry.titleKey(),
              entry.standing()));
      fields.forEach((field, values) -> values.add(entry.values().getOrDefault(field, List.of())));
      bytes += ENTRY_BYTES + entry.name().length() + entry.nameKey().length();
      bytes += same ? 0 : STRING_BYTES + entry.titleKey().length();
      TextVector.read(entry.words(), (lexeme, rank) -> add(lexeme, number, rank));
    }

    private void add(String lexeme, int entry, int rank) {
      Postings.Filling filling = words.get(lexeme);
      if (filling == null) {
        filling = new Postings.Filling(2);
        words.put(lexeme, filling);
        bytes += WORD_BYTES + lexeme.length();
      }
      filling.add(entry, rank);
      bytes += POSTING_BYTES;
    }

    /** About what the segment will take in memory, in bytes; half as much more until it is made. */
    public long bytes() {
      return bytes;
    }

    /** Makes the segment of what was added; the builder is used up then. */
    public Segment build() {
      return new Segment(this);
    }
  }

  public int size() {
    return names.length;
  }

  /** About what it takes in memory, in bytes. */
  public long bytes() {
    return bytes;
  }

  public String name(int entry) {
    return names[entry];
  }

  public String nameKey(int entry) {
    return nameKeys[entry];
  }

  public String titleKey(int entry) {
    return titleKeys[entry];
  }

  public long id(int entry) {
    return ids[entry];
  }

  /** The transaction that has changed an entry last. */
  public long change(int entry) {
    return changes[entry];
  }

  public int standing(int entry) {
    return standings[entry];
  }

  /** Entries that have a lexeme. */
  public Postings word(String lexeme) {
    return dictionary.word(lexeme);
  }

  /** Entries that have a lexeme that begins so. */
  public Postings beginning(String lexeme) {
    return dictionary.beginning(lexeme, names.length);
  }

  /** Entries whose name or title begins so, or that are of this name. */
  public Postings named(String key, String name, int atMost) {
    Postings named =
        Postings.named(byNameKey.beginning(key, atMost))
            .or(Postings.named(byTitleKey.beginning(key, atMost)));
    int entry = entry(name);
    return entry < 0 ? named : named.or(Postings.named(new int[] {entry}));
  }

  /** Tells the entries whose name or title begins so. */
  public IntPredicate beginningWith(String key) {
    return byNameKey.beginning(key).or(byTitleKey.beginning(key));
  }

  /** The entry of a name; negative if there is none. */
  public int entry(String name) {
    int place = byName.from(name);
    return place < byName.size() && names[byName.entry(place)].equals(name)
        ? byName.entry(place)
        : -1;
  }

  /** Places of the order of names: the first whose name is not before another. */
  public int placeOf(String name) {
    return byName.from(name);
  }

  /** The entry at a place of the order of names. */
  public int at(int place) {
    return byName.entry(place);
  }

  public boolean beginsName(String beginning) {
    return dictionary.beginsName(beginning);
  }

  /** Shows words of names and titles, all that so many edits can make of a word and some others. */
  public void resembling(String word, int edits, Names seen) {
    dictionary.resembling(word, edits, seen);
  }

  /** Whether an entry has one of the values of each field. */
  public IntPredicate having(Map<Field, Set<String>> wanted) {
    IntPredicate all = _ -> true;
    for (Map.Entry<Field, Set<String>> one : wanted.entrySet()) {
      FieldValues values = values(one.getKey());
      boolean[] among = values.among(one.getValue());
      all = all.and(entry -> values.hasAny(entry, among));
    }
    return all;
  }

  /** Adds how many of some entries have each value of a field. */
  public void count(Field field, Postings entries, Map<String, Long> counts) {
    values(field).count(entries, counts);
  }

  private FieldValues values(Field field) {
    return Objects.requireNonNull(fields.get(field));
  }
}
