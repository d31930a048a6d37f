package dev.gatehouse.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.e2e.docs.ConfigurationSource.Group;
import dev.gatehouse.e2e.docs.ConfigurationSource.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/configuration.md to the code. The second half of the page is written by this test:
 *
 * <pre>mvn -pl e2e-tests test -Dtest=ConfigurationDocumentTest -Dgatehouse.docs.write=true</pre>
 */
class ConfigurationDocumentTest {
  private static final Path DOCUMENT = Project.ROOT.resolve("docs/configuration.md");
  private static final String MARK =
      "<!-- What follows is written by ConfigurationDocumentTest. -->\n";
  private static final Pattern NAME = Pattern.compile("gatehouse\\.[a-z0-9]+[a-z0-9.*-]*[a-z0-9]");

  @Test
  void theTablesAreThoseOfTheCode() throws IOException {
    String document = Files.readString(DOCUMENT);
    String introduction = document.substring(0, document.indexOf(MARK) + MARK.length());
    String expected = introduction + tables();
    if (Boolean.getBoolean("gatehouse.docs.write")) {
      Files.writeString(DOCUMENT, expected);
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(expected);
  }

  @Test
  void everyPropertyThatSettingsFilesUseIsDocumented() throws IOException {
    String document = Files.readString(DOCUMENT);
    Set<String> used = new TreeSet<>();
    for (Path file : Project.mainFiles(".properties")) {
      for (String line : Files.readAllLines(file)) {
        Matcher expression = Pattern.compile("\\$\\{(gatehouse\\.[a-z0-9.-]+)").matcher(line);
        while (expression.find()) {
          used.add(expression.group(1));
        }
      }
    }
    for (Path file : Project.mainFiles(".java")) {
      Matcher property =
          Pattern.compile("@ConfigProperty\\(\\s*name = \"(gatehouse\\.[^\"]+)\"")
              .matcher(Files.readString(file));
      while (property.find()) {
        used.add(property.group(1));
      }
    }
    assertThat(used)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
  }

  @Test
  void everyPropertyIsExplained() throws IOException {
    for (Group group : ConfigurationSource.groups()) {
      assertThat(group.properties())
          .allSatisfy(property -> {
            assertThat(property.name()).matches(NAME);
            assertThat(property.meaning()).as(property.name()).isNotEmpty();
          });
    }
  }

  private static String tables() throws IOException {
    StringBuilder out = new StringBuilder();
    String module = "";
    for (Group group : ConfigurationSource.groups()) {
      if (!group.module().equals(module)) {
        module = group.module();
        out.append("\n## ").append(module.equals("platform") ? "Every service" : module);
        out.append("\n");
      }
      out.append("\n### `").append(group.prefix()).append("`\n\n");
      out.append(group.purpose()).append("\n\n");
      out.append("| Property | Default | Meaning |\n|---|---|---|\n");
      for (Property property : group.properties()) {
        out.append(
            "| `%s` | %s | %s |\n"
                .formatted(property.name(), fallback(property), property.meaning()));
      }
    }
    return out.toString();
  }

  private static String fallback(Property property) {
    return property
        .fallback()
        .map(value -> "`" + value + "`")
        .orElse(property.optional() ? "" : "**needed**");
  }
}
