package dev.gatehouse.registry.server;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text as search sees it. Documents and queries go through the same: words are runs of letters and
 * digits in lower case, so nothing that has a meaning in a query of PostgreSQL is left.
 */
public final class SearchText {
  private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
  private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern HUMPS = Pattern.compile("(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})");

  /** Characters of a word; longer ones are none. */
  public static final int MAX_WORD = 64;

  /** Words that nearly every name has. */
  private static final Set<String> NOISE =
      Set.of("mcp", "server", "servers", "the", "a", "for", "model", "context", "protocol");

  private SearchText() {}

  /** The words of a text, without marks over letters. */
  public static List<String> words(String text) {
    return text.chars().allMatch(c -> c < 0x80) ? plainWords(text) : normalisedWords(text);
  }

  /** The same of ASCII, which nearly all text is: nothing has to be normalised. */
  private static List<String> plainWords(String text) {
    List<String> words = new ArrayList<>();
    String lower = text.toLowerCase(Locale.ROOT);
    int from = 0;
    for (int at = 0; at <= lower.length(); at++) {
      if (at == lower.length() || !isPlainPart(lower.charAt(at))) {
        if (at > from && at - from <= MAX_WORD) {
          words.add(lower.substring(from, at));
        }
        from = at + 1;
      }
    }
    return List.copyOf(words);
  }

  private static boolean isPlainPart(char c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
  }

  private static List<String> normalisedWords(String text) {
    String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    String lower = Normalizer.normalize(plain, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return Arrays.stream(OTHERS.split(lower))
        .filter(word -> !word.isEmpty() && word.length() <= MAX_WORD)
        .toList();
  }

  /** The words of a text, joined by blanks and cut. */
  public static String line(String text, int atMost) {
    String line = String.join(" ", words(text));
    return line.substring(0, Math.min(line.length(), atMost));
  }

  /** What a name or title is about: its words without those that nearly all have. */
  public static String key(String text) {
    List<String> words = words(text);
    List<String> telling = words.stream().filter(word -> !NOISE.contains(word)).toList();
    return String.join(" ", telling.isEmpty() ? words : telling);
  }

  /** A name's words, those within {@code camelCase}, and all of them as one. */
  public static String nameWords(String name) {
    Set<String> all = new LinkedHashSet<>(words(name));
    all.addAll(words(HUMPS.matcher(name).replaceAll(" ")));
    List<String> telling = new ArrayList<>(List.of(key(name).split(" ")));
    if (telling.size() > 1 && telling.size() <= 4) {
      all.add(telling.stream().collect(Collectors.joining()));
    }
    return String.join(" ", all);
  }
}
