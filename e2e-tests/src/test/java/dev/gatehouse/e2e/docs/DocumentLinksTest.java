package dev.gatehouse.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentLinksTest {
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)(#[^)]*)?\\)");

  @Test
  void leadToFilesThatAreThere() throws IOException {
    for (Path document : Project.documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        assertThat(document.resolveSibling(link.group(1))).as("link in " + document).exists();
      }
    }
  }
}
