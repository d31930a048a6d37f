package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** Durations as Vault takes them: a number of seconds, or a Go duration such as {@code 1h30m}. */
final class Durations {

  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|ms|s|m|h|d)");
  private static final Map<String, Double> SECONDS =
      Map.of("ns", 1e-9, "us", 1e-6, "ms", 1e-3, "s", 1d, "m", 60d, "h", 3600d, "d", 86400d);

  private Durations() {}

  /**
   * Reads a member of a body; absent and empty are zero.
   *
   * @throws Refusal if it is no duration
   */
  static Duration of(JsonNode value, String name) {
    if (value.isMissingNode() || value.isNull() || value.asText().isEmpty()) {
      return Duration.ZERO;
    }
    var text = value.asText();
    if (text.matches("\\d+")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    var parts = PART.matcher(text);
    double seconds = 0;
    int end = 0;
    while (parts.lookingAt()) {
      seconds += Double.parseDouble(parts.group(1)) * SECONDS.getOrDefault(parts.group(2), 0d);
      end = parts.end();
      parts.region(end, text.length());
    }
    if (end == 0 || end != text.length()) {
      throw Refusal.badRequest("error parsing " + name + ": invalid duration \"" + text + "\"");
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  /** In Go's form: {@code 3h25m19s}, {@code 0s}. */
  static String text(Duration duration) {
    long seconds = duration.toSeconds();
    var text = new StringBuilder();
    if (seconds >= 3600) {
      text.append(seconds / 3600).append('h');
    }
    if (seconds >= 60) {
      text.append(seconds / 60 % 60).append('m');
    }
    return text.append(seconds % 60).append('s').toString();
  }
}
