package dev.gatehouse.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The threat model names no test that is not there. */
class ThreatModelTest {
  private static final Path DOCUMENT = Project.ROOT.resolve("docs/threat-model.md");

  /**
   * A package may stand before the class; an ellipsis stands for the class before it, or for more.
   */
  private static final Pattern NAMED =
      Pattern.compile("`(?:([a-z.]+)\\.)?([A-Z]\\w*Test)?(?:[.…]*([a-zA-Z]\\w*)(…)?)?`");

  /**
   * @param method whose name begins so, or null
   */
  private record Named(String folder, String type, String method, boolean open) {}

  @Test
  void namesOnlyTestsThatAreThere() throws IOException {
    List<String> missing = new ArrayList<>();
    List<Named> found = new ArrayList<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.startsWith("|")) {
        List<Named> named = named(line);
        found.addAll(named);
        for (Named test : named) {
          if (!isThere(test)) {
            missing.add(test.type() + "." + test.method());
          }
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(found).hasSizeGreaterThan(100);
  }

  @Test
  void namesATestForEachThreat() throws IOException {
    assertThat(Files.readAllLines(DOCUMENT).stream().filter(ThreatModelTest::isAThreat))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(named(row)).as(row).isNotEmpty());
  }

  private static boolean isAThreat(String line) {
    return line.startsWith("| ") && !line.startsWith("| Threat ");
  }

  /** In the last column of a row. */
  private static List<Named> named(String row) {
    String[] columns = row.split("(?<!\\\\)\\|");
    Matcher matcher = NAMED.matcher(columns[columns.length - 1]);
    List<Named> all = new ArrayList<>();
    String folder = "";
    String type = null;
    while (matcher.find()) {
      if (matcher.group(2) != null) {
        type = matcher.group(2);
        folder = matcher.group(1) == null ? "" : matcher.group(1).replace('.', '/');
      }
      if (type != null && !matcher.group().startsWith("`-D")) {
        all.add(new Named(folder, type, matcher.group(3), matcher.group(4) != null));
      }
    }
    return all;
  }

  private static boolean isThere(Named test) throws IOException {
    for (Path source : sources(test)) {
      if (test.method() == null) {
        return true;
      }
      String rest = test.open() ? "\\w*" : "";
      // The beginning of a name is left out where several in a row share it.
      String pattern =
          "\\w+\\s+\\w*(?i:" + test.method() + ")" + rest + "\\s*\\(|\\b" + test.method() + " =";
      if (Pattern.compile(pattern).matcher(Files.readString(source)).find()) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> sources(Named test) throws IOException {
    try (Stream<Path> modules = Files.list(Project.ROOT)) {
      return modules
          .map(module -> module.resolve("src/test/java"))
          .filter(Files::isDirectory)
          .flatMap(tests -> below(tests, test).stream())
          .toList();
    }
  }

  private static Optional<Path> below(Path tests, Named test) {
    try (Stream<Path> files = Files.walk(tests)) {
      return files
          .filter(file -> file.endsWith(test.type() + ".java"))
          .filter(file -> file.toString().contains(test.folder()))
          .findFirst();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
