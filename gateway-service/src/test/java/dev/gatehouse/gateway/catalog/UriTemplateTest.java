package dev.gatehouse.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTemplateTest {

  @ParameterizedTest
  @CsvSource({
    "test://template/{id}/data, test://template/123/data",
    "file:///{+path}, file:///a/b/c.txt",
    "'http://x{/path*}{?q,lang}', http://x/a/b?q=1",
    "'http://x{/path*}{?q,lang}', http://x",
    "{scheme}://{host}/a, s://h/a",
    "db://{table}/{row}, db://t/1",
    "x:{a}{b}c, x:c",
    "x:{unclosed, x:{unclosed",
    "plain:uri, plain:uri"
  })
  void fitsWhatCanBeMadeOfIt(String template, String uri) {
    assertThat(new UriTemplate(template).matches(uri)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "test://template/{id}/data, test://template/1/2/data",
    "test://template/{id}/data, test://template/1/data/more",
    "file:///{path}, file:///a/b",
    "http://x{?q}, http://x#f",
    "http://x{?q}, http://xq=1",
    "plain:uri, plain:uri2",
    "a:{x}, b:1"
  })
  void doesNotFitAnythingElse(String template, String uri) {
    assertThat(new UriTemplate(template).matches(uri)).isFalse();
  }

  @Test
  void manyVariablesInARowTakeNoLongerThanTheyAreMany() {
    UriTemplate template = new UriTemplate("x:" + "{+a}b".repeat(500) + "c");
    String uri = "x:" + "b".repeat(8000);

    boolean matches =
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> template.matches(uri));

    assertThat(matches).isFalse();
  }
}
