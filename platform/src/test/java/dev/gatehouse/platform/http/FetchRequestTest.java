package dev.gatehouse.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.platform.http.FetchResult.Response;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchRequestTest {
  private final FetchRequest request =
      FetchRequest.get(URI.create("https://example.com/s3/?s3=s3"));

  @Test
  void showsNeitherHeaderValuesNorPathNorBody() {
    var secret =
        FetchRequest.post(
                URI.create("https://example.com/s3cret?s3cret"), "a/b", Buffer.buffer("s3cret"))
            .header("Authorization", "Bearer s3cret");

    assertThat(secret.toString())
        .contains("POST https://example.com", "Authorization", "6 bytes")
        .doesNotContain("s3cret");
  }

  @Test
  void showsNothingOfAResponse() {
    var headers = MultiMap.caseInsensitiveMultiMap().add("Set-Cookie", "s3cret");

    var response =
        new Response(URI.create("https://e.com/s3cret"), 200, headers, Buffer.buffer("s3cret"));

    assertThat(response.toString()).contains("200", "Set-Cookie").doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "hOST",
        "Connection",
        "Content-Length",
        "Transfer-Encoding",
        "Proxy-Authorization",
        "Accept-Encoding",
        "Expect",
        "Upgrade",
        "TE",
        "",
        "a b",
        "a:b",
        "a\r\nb",
        "ä"
      })
  void refusesHeadersThatAreNotTheCallers(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> request.header(name, "v"));
  }

  @ParameterizedTest
  @CsvSource({"'a\r\nHost: b'", "'a\nb'", "'a\u0000'", "'\u20ac'"})
  void refusesValuesThatEndALineAndKeepsThemToItself(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request.header("X-Key", value))
        .withMessage("Header cannot be sent: X-Key");
  }

  @Test
  void replacesAHeaderOfAnyCase() {
    var twice = request.header("X-Key", "a").header("x-key", "b");

    assertThat(twice.headers()).hasSize(1).containsValue("b");
  }
}
