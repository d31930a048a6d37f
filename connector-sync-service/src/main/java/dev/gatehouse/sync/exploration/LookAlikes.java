package dev.gatehouse.sync.exploration;

import dev.gatehouse.platform.event.DiscoveryEvent.Flag;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names that can be taken for others: of a server's own tools, or by letters of other scripts. */
final class LookAlikes {
  /** Letters that look like Latin ones, Cyrillic and Greek. */
  private static final String LOOKS = "аеорсухіјѕһԁɡκοαινρτυ";

  private static final String LATIN = "aeopcyxijshdgkoaivptu";

  private final Map<String, String> bySkeleton = new HashMap<>();

  /** The flag of a name, against those that were looked at before. */
  Optional<Flag> look(String name) {
    String other = bySkeleton.putIfAbsent(skeleton(name), name);
    if (other != null && !other.equals(name)) {
      return Optional.of(new Flag(Flag.LOOK_ALIKE_NAME, other));
    }
    return mixed(name) ? Optional.of(new Flag(Flag.LOOK_ALIKE_NAME, "/name")) : Optional.empty();
  }

  private static String skeleton(String name) {
    String plain = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    StringBuilder out = new StringBuilder(plain.length());
    plain
        .codePoints()
        .forEach(c -> {
          int at = LOOKS.indexOf(c);
          int latin = at < 0 ? c : LATIN.charAt(at);
          switch (latin) {
            case '0' -> out.append('o');
            case '1', '|' -> out.append('l');
            case '-', '.', '_', ' ' -> out.append('_');
            default -> out.appendCodePoint(latin);
          }
        });
    return out.toString();
  }

  private static boolean mixed(String name) {
    Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    name.codePoints().filter(Character::isLetter).mapToObj(UnicodeScript::of).forEach(scripts::add);
    return scripts.contains(UnicodeScript.LATIN)
        && (scripts.contains(UnicodeScript.CYRILLIC) || scripts.contains(UnicodeScript.GREEK));
  }
}
