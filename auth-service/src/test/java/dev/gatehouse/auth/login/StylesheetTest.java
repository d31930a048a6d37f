package dev.gatehouse.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The colours of the pages can be told apart, in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11).
 */
class StylesheetTest {
  private static final String FILE = "META-INF/resources/login/gatehouse.css";
  private static final Pattern COLOUR =
      Pattern.compile("--([a-z-]+): light-dark\\(#([0-9a-f]{6}), #([0-9a-f]{6})\\);");

  /**
   * @param red of sRGB, 0 to 255
   */
  private record Colour(int red, int green, int blue) {
    static Colour parse(String hex) {
      int all = Integer.parseInt(hex, 16);
      return new Colour(all >> 16, (all >> 8) & 0xff, all & 0xff);
    }

    /** Relative luminance. */
    double luminance() {
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    private static double linear(int part) {
      double share = part / 255.0;
      return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    double contrast(Colour other) {
      double brighter = Math.max(luminance(), other.luminance());
      double darker = Math.min(luminance(), other.luminance());
      return (brighter + 0.05) / (darker + 0.05);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "text, card, 4.5",
    "text, ground, 4.5",
    "quiet, card, 4.5",
    "error, card, 4.5",
    "accent, card, 4.5",
    "on-accent, accent, 4.5",
    "line, card, 3",
    "accent, ground, 3"
  })
  void canBeToldApart(String one, String other, double least) throws IOException {
    for (Map<String, Colour> palette : new Palettes().all()) {
      assertThat(palette.get(one).contrast(palette.get(other))).isGreaterThanOrEqualTo(least);
    }
  }

  /** Else the list above would say less than it seems to. */
  @Test
  void usesNoColourBesides() throws IOException {
    String rules = stylesheet().replaceFirst("(?s):root \\{.*?}", "");
    assertThat(rules).doesNotContainPattern("#[0-9a-fA-F]{3,8}\\b|rgb|hsl");
    assertThat(new Palettes().light.keySet())
        .containsExactlyInAnyOrder(
            "ground", "card", "text", "quiet", "line", "accent", "on-accent", "error");
  }

  private static String stylesheet() throws IOException {
    try (InputStream css = StylesheetTest.class.getClassLoader().getResourceAsStream(FILE)) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static final class Palettes {
    private final Map<String, Colour> light = new HashMap<>();
    private final Map<String, Colour> dark = new HashMap<>();

    Palettes() throws IOException {
      Matcher colour = COLOUR.matcher(stylesheet());
      while (colour.find()) {
        light.put(colour.group(1), Colour.parse(colour.group(2)));
        dark.put(colour.group(1), Colour.parse(colour.group(3)));
      }
    }

    List<Map<String, Colour>> all() {
      return List.of(light, dark);
    }
  }
}
