package dev.gatehouse.sync.exploration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.event.DiscoveryEvent.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Looks in the texts of a definition for what people do not see and models do, and for sentences
 * that are meant for a model rather than about the tool. Finds what is known, no more: a flag asks
 * for a look, and its absence proves nothing.
 */
final class Oddities {
  private static final int MAX_FLAGS = 20;
  private static final int MAX_DEPTH = 64;
  private static final int JOINER = 0x200D;
  private static final int EMOJI_STYLE = 0xFE0F;

  private static final Pattern INSTRUCTIONS =
      Pattern.compile(
          "<\\s*/?\\s*(important|system|instructions?|assistant|secret)\\s*>"
              + "|\\b(ignore|disregard|forget|override)\\b.{0,30}\\b(previous|prior|earlier|above|other|all)\\b"
              + ".{0,30}\\b(instructions?|rules|prompts?|tools?)\\b"
              + "|\\b(do not|don't|never)\\b.{0,20}\\b(tell|inform|mention|reveal|show|notify|ask)\\b.{0,30}\\buser\\b"
              + "|\\bwithout\\b.{0,20}\\b(telling|informing|asking|notifying)\\b.{0,20}\\buser\\b"
              + "|\\bsystem prompt\\b"
              + "|\\b(before|after|instead of)\\b.{0,20}\\b(using|calling|invoking)\\b.{0,20}\\b(any|every|all|other)\\b.{0,20}\\btools?\\b"
              + "|(~|\\bhome\\b)?/\\.ssh\\b|\\bid_(rsa|ed25519)\\b|/etc/passwd",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);

  private final List<Flag> flags = new ArrayList<>();

  private Oddities() {}

  static List<Flag> of(JsonNode definition) {
    Oddities found = new Oddities();
    found.look(definition, "", 0);
    return found.flags;
  }

  private void look(JsonNode node, String pointer, int depth) {
    if (depth > MAX_DEPTH || flags.size() >= MAX_FLAGS) {
      return;
    }
    if (node.isTextual()) {
      look(node.textValue(), pointer);
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        look(node.get(i), pointer + "/" + i, depth + 1);
      }
    } else {
      node.properties()
          .forEach(member -> {
            String place = pointer + "/" + escaped(member.getKey());
            look(member.getKey(), place);
            look(member.getValue(), place, depth + 1);
          });
    }
  }

  private void look(String text, String pointer) {
    if (flags.size() < MAX_FLAGS && hides(text)) {
      flags.add(new Flag(Flag.HIDDEN_CHARACTERS, pointer));
    }
    if (flags.size() < MAX_FLAGS && INSTRUCTIONS.matcher(text).find()) {
      flags.add(new Flag(Flag.INSTRUCTIONS, pointer));
    }
  }

  /** Control, direction, zero width, tags, variation selectors; emoji are put together of some. */
  static boolean hides(String text) {
    int before = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(before)) {
      int c = text.codePointAt(i);
      boolean ofEmoji =
          (c == JOINER || c == EMOJI_STYLE) && (Character.isEmoji(before) || before == EMOJI_STYLE);
      if (!ofEmoji && hidden(c)) {
        return true;
      }
      before = c;
    }
    return false;
  }

  private static boolean hidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n' && c != '\r' && c != '\t';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE ->
          true;
      default -> c >= 0xFE00 && c <= 0xFE0F || c >= 0xE0100 && c <= 0xE01EF || c == 0x3164;
    };
  }

  /** A name may hold anything: only what a person can read of it is given on. */
  private static String escaped(String name) {
    StringBuilder out = new StringBuilder();
    name.codePoints()
        .limit(128)
        .forEach(c -> {
          if (hidden(c)) {
            out.append("\\u{%x}".formatted(c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString().replace("~", "~0").replace("/", "~1");
  }
}
