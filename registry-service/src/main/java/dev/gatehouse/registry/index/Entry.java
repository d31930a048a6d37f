package dev.gatehouse.registry.index;

import java.util.List;
import java.util.Map;

/**
 * Something that can be found.
 *
 * @param name unique among all entries of a segment
 * @param change the transaction that has changed it last; 0 where that is not told
 * @param nameKey what the name is about, in words
 * @param titleKey the same of the title
 * @param standing which of two that match alike comes first: 0 to 100
 * @param values by field
 * @param words a {@code tsvector} as text; weights: A the name, B the title, C tools, D other text
 */
public record Entry(
    String name,
    long id,
    long change,
    String nameKey,
    String titleKey,
    int standing,
    Map<Field, List<String>> values,
    String words) {

  /** The same with other words. */
  public Entry with(String others) {
    return new Entry(name, id, change, nameKey, titleKey, standing, values, others);
  }
}
