package dev.gatehouse.gateway.catalog;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tools, resources, … of a gateway that one set of permissions sees, in the order of their
 * positions and names, and the results of the list methods made of them. A cursor holds position
 * and name that the page starts after, so it stays good on any replica and over changes.
 */
public final class Listing {
  private static final byte[] CURSOR = utf8("],\"nextCursor\":");
  private static final byte[] MODERN =
      utf8(",\"resultType\":\"complete\",\"ttlMs\":0,\"cacheScope\":\"private\"}");

  /** The order of every list. */
  static final Comparator<Listed> ORDER =
      Comparator.comparingInt(Listed::position).thenComparing(Listed::name);

  private static final Pattern CURSOR_FORM = Pattern.compile("n:([0-9]{1,9}):(.*)", Pattern.DOTALL);
  private static final int MAX_CACHED_PAGES = 256;

  private final byte[] head;
  private final List<? extends Listed> listed;
  private final ConcurrentHashMap<PageKey, byte[]> pages = new ConcurrentHashMap<>();

  private record PageKey(int from, int size, Era era) {}

  /**
   * @param member of the result that holds the list, such as {@code tools}
   * @param listed in {@link #ORDER}
   */
  Listing(String member, List<? extends Listed> listed) {
    this.head = utf8("{\"" + member + "\":[");
    this.listed = listed;
  }

  /**
   * The {@code result} object of one page.
   *
   * @param cursor as the client sent it; null for the first page
   * @return empty if the cursor is none of ours
   */
  public Optional<byte[]> page(@Nullable String cursor, int size, Era era) {
    if (cursor == null) {
      return Optional.of(page(0, size, era));
    }
    return placeOf(cursor).map(place -> page(indexAfter(place), size, era));
  }

  /** Whether clients would read the same in both. */
  public boolean sameAs(Listing other) {
    if (this == other || listed.equals(other.listed)) {
      return true;
    }
    if (listed.size() != other.listed.size()) {
      return false;
    }
    for (int i = 0; i < listed.size(); i++) {
      if (!Arrays.equals(listed.get(i).definition(), other.listed.get(i).definition())) {
        return false;
      }
    }
    return true;
  }

  private byte[] page(int from, int size, Era era) {
    PageKey key = new PageKey(from, size, era);
    byte[] ready = pages.get(key);
    if (ready != null) {
      return ready;
    }
    byte[] made = join(from, Math.min(listed.size(), from + size), era);
    if (from % size == 0 && pages.size() < MAX_CACHED_PAGES) {
      pages.put(key, made);
    }
    return made;
  }

  private byte[] join(int from, int to, Era era) {
    int length = 128;
    for (int i = from; i < to; i++) {
      length += listed.get(i).definition().length + 1;
    }
    Bytes out = new Bytes(length).add(head);
    for (int i = from; i < to; i++) {
      if (i > from) {
        out.add(',');
      }
      out.add(listed.get(i).definition());
    }
    if (to < listed.size()) {
      out.add(CURSOR).quote(cursorAfter(listed.get(to - 1)));
    } else {
      out.add(']');
    }
    return (era == Era.MODERN ? out.add(MODERN) : out.add('}')).toArray();
  }

  private int indexAfter(Place place) {
    int low = 0;
    int high = listed.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ORDER.compare(listed.get(middle), place) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Where a page ended; nothing may be there any more. */
  private record Place(int position, String name) implements Listed {
    @Override
    public byte[] definition() {
      return new byte[0];
    }
  }

  private static String cursorAfter(Listed last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(utf8("n:" + last.position() + ":" + last.name()));
  }

  private static Optional<Place> placeOf(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      Matcher form = CURSOR_FORM.matcher(text);
      return form.matches()
          ? Optional.of(new Place(Integer.parseInt(form.group(1)), form.group(2)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
