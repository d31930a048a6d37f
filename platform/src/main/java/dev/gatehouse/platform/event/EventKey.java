package dev.gatehouse.platform.event;

/**
 * Key of a record: {@code organisation/kind/id}. The organisation comes first because it alone
 * decides the partition, so everything about one organisation is read in the order it was written.
 *
 * @param organisation the organisation's id, or {@link #PLATFORM} for what belongs to none
 * @param kind what the record is about, such as {@code connector}
 * @param id unique within organisation and kind; may itself contain slashes
 */
public record EventKey(String organisation, String kind, String id) {
  /** Stands for the organisation where an event belongs to the platform itself. */
  public static final String PLATFORM = "-";

  public EventKey {
    if (organisation.isEmpty() || organisation.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not an organisation id: '" + organisation + "'");
    }
    if (kind.isEmpty() || kind.indexOf('/') >= 0 || id.isEmpty()) {
      throw new IllegalArgumentException("not an event key: '" + kind + "/" + id + "'");
    }
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text has not three parts
   */
  public static EventKey parse(String text) {
    int first = text.indexOf('/');
    int second = first < 0 ? -1 : text.indexOf('/', first + 1);
    if (second < 0) {
      throw new IllegalArgumentException("not an event key: '" + text + "'");
    }
    return new EventKey(
        text.substring(0, first), text.substring(first + 1, second), text.substring(second + 1));
  }

  @Override
  public String toString() {
    return organisation + '/' + kind + '/' + id;
  }
}
