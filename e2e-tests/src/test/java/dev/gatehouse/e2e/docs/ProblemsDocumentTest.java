package dev.gatehouse.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/problems.md to the code: every kind of error, and no other. */
class ProblemsDocumentTest {
  private static final Pattern TYPE =
      Pattern.compile("new ProblemType\\(\\s*\"([^\"]+)\",\\s*(\\d+),\\s*\"([^\"]+)\"\\)");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([^`]+)` \\| (\\d+) \\| ([^|]+?) \\|", Pattern.MULTILINE);

  @Test
  void listsEveryKindOfErrorWithStatusAndTitle() throws IOException {
    StringBuilder sources = new StringBuilder();
    for (Path file : Project.mainFiles(".java")) {
      sources.append(Files.readString(file));
    }
    String document = Files.readString(Project.ROOT.resolve("docs/problems.md"));

    assertThat(found(ROW, document)).isNotEmpty().isEqualTo(found(TYPE, sources));
  }

  private static Set<String> found(Pattern pattern, CharSequence text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3));
    }
    return found;
  }
}
