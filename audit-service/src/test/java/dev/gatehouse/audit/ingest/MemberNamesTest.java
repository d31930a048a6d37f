package dev.gatehouse.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberNamesTest {

  static List<String> ofEvents() {
    return EventShape.RECORD.names().distinct().toList();
  }

  @ParameterizedTest
  @MethodSource("ofEvents")
  void findsANameWithinAText(String name) {
    assertThat(find(MemberNames.KNOWN, "{\"", name, "\":1}")).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "i", "idd", "ID", "inpuT", "\u00ef", "schemaVersiom", "t\\u006fol"})
  void findsNothingElse(String name) {
    assertThat(find(MemberNames.KNOWN, "", name, "")).isNull();
  }

  @Test
  void tellsNamesApartThatHaveTheSamePlace() {
    Random random = new Random(3);
    Set<String> some =
        random.ints(200, 0, 10_000).mapToObj(MemberNamesTest::spelt).collect(Collectors.toSet());
    MemberNames names = new MemberNames(some);

    for (int i = 0; i < 10_000; i++) {
      String name = spelt(i);
      assertThat(find(names, "", name, "")).isEqualTo(some.contains(name) ? name : null);
    }
  }

  /** Of all that a place is made of, only the third digit is different. */
  private static String spelt(int number) {
    return "a%04d%ca".formatted(number, 'x' + number % 3);
  }

  private static String find(MemberNames names, String before, String name, String after) {
    byte[] text = (before + name + after).getBytes(StandardCharsets.UTF_8);
    int end = text.length - after.length();
    return names.find(text, before.length(), end);
  }
}
