package dev.gatehouse.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** axe-core, which knows the rules that can be checked without looking at a page. */
public final class Accessibility {
  private static final int SECONDS = 60;

  private Accessibility() {}

  /**
   * @param html a whole page
   * @return {@code passes}, how many rules it keeps, and {@code violations}, those that it does not
   */
  public static JsonNode check(String html) {
    Path log = Npm.folder().resolve("accessibility.log");
    try {
      Process process =
          new ProcessBuilder(Npm.node(), "accessibility.mjs")
              .directory(Npm.folder().toFile())
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      try (Writer page = process.outputWriter(StandardCharsets.UTF_8)) {
        page.write(html);
      }
      Thread watch = Thread.ofVirtual().start(() -> Npm.endAfter(SECONDS, process));
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      watch.interrupt();
      if (answer.isEmpty()) {
        throw new AssertionError("axe-core did not answer, see " + log);
      }
      return Answer.JSON.readTree(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
