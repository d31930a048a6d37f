package dev.gatehouse.auth.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import jakarta.ws.rs.core.Response;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What cannot be provoked from outside. */
class OAuthErrorsTest {

  @Test
  void saysNothingOfWhatWasNotForeseen() {
    Response answer =
        OAuthErrors.unforeseen(
            OAuthEndpoint.TOKEN, new IllegalStateException("a secret of the inside"));
    assertThat(answer.getStatus()).isEqualTo(500);
    assertThat(answer.getHeaderString("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.getEntity().toString())
        .contains("\"error\":\"server_error\"")
        .doesNotContain("secret")
        .doesNotContain("Exception");
  }

  @Test
  void asksToTryAgain() {
    Response answer =
        OAuthErrors.unforeseen(OAuthEndpoint.TOKEN, new TryAgainException("too much"));
    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(answer.getHeaderString("Retry-After")).isEqualTo("5");
    assertThat(answer.getEntity().toString()).contains("\"error\":\"temporarily_unavailable\"");
  }

  /** At the authorization endpoint people are told, by pages and redirects. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTHORIZE")
  void tellsNothingThatIsNotInTheTable(OAuthEndpoint at) {
    assertThat(
            Stream.of(OAuth2Error.INVALID_GRANT, OAuth2Error.TEMPORARILY_UNAVAILABLE)
                .map(at::tellable))
        .allSatisfy(told ->
            assertThat(at.refusals())
                .contains(new OAuthEndpoint.Refusal(told.getHTTPStatusCode(), told.getCode())));
  }

  @Test
  void tellsNoErrorThatIsNotTheEndpointsOwn() {
    Response answer = OAuthErrors.response(OAuthEndpoint.REVOKE, OAuth2Error.INVALID_GRANT);
    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(answer.getEntity().toString()).contains("\"error\":\"invalid_request\"");
  }
}
