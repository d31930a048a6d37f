package dev.gatehouse.auth.provider;

import static dev.gatehouse.auth.BrowserlessClient.location;
import static dev.gatehouse.auth.BrowserlessClient.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An application that wants the person to sign in now is not let in by a sign-in of long ago at a
 * provider, whatever the person's browser makes of the way there.
 */
@AuthTest
class SignInAgainTest {
  private static final Duration LONG_AGO = Duration.ofHours(1);

  private final String subject = UUID.randomUUID().toString();
  private BrowserlessClient client;
  private FakeProvider provider;

  @BeforeEach
  void start() {
    provider = new FakeProvider("fake");
    client = BrowserlessClient.register();
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void theProviderIsAskedForItAndForItsTime() {
    Map<String, String> question = question(page("prompt", "login"));
    assertThat(question).containsEntry("prompt", "login").containsKey("max_age");
    assertThat(Integer.parseInt(question.get("max_age"))).isLessThan(600);
  }

  @Test
  void theProviderIsNotAskedForItOtherwise() {
    assertThat(question(page("state", "s"))).doesNotContainKeys("prompt", "max_age");
  }

  @Test
  void whoDidSoGoesOn() {
    String page = page("prompt", "login");
    assertThat(location(signIn(page, Instant.now()))).isEqualTo(page);
    assertThat(wantsSignIn(client.get(page))).isFalse();
  }

  @Test
  void whoSignedInThereLongAgoIsRefused() {
    refused(signIn(page("prompt", "login"), Instant.now().minus(LONG_AGO)));
  }

  @Test
  void aProviderThatDoesNotSayWhenIsNotBelieved() {
    refused(signIn(page("prompt", "login"), null));
  }

  @Test
  void whoSignedInThereLongerAgoThanIsWantedIsRefused() {
    refused(signIn(page("max_age", "600"), Instant.now().minus(LONG_AGO)));
  }

  @Test
  void whoSignedInThereRecentlyEnoughGoesOn() {
    signIn(null, Instant.now().minus(LONG_AGO));
    assertThat(wantsSignIn(client.get(page("max_age", "7200")))).isFalse();
  }

  @Test
  void aSessionOfTodayFromASignInThereOfLongAgoIsNotEnough() {
    signIn(null, Instant.now().minus(LONG_AGO));
    assertThat(wantsSignIn(client.get(page("max_age", "600")))).isTrue();
  }

  @Test
  void whoLeavesTheApplicationOutOnTheWayIsAskedAllTheSame() {
    String page = page("prompt", "login");
    assertThat(location(signIn(null, Instant.now().minus(LONG_AGO)))).isEqualTo("/login");
    assertThat(wantsSignIn(client.get(page))).isTrue();
  }

  /** The page of a request with one more parameter. */
  private String page(String parameter, String value) {
    Map<String, String> request = client.request(BrowserlessClient.ORIGIN + "/mcp");
    request.put(parameter, value);
    return location(client.authorize(request));
  }

  private Map<String, String> question(String page) {
    String query = page == null ? "" : "?next=" + page;
    return parameters(URI.create(location(client.get("/login/with/fake" + query))));
  }

  private Response signIn(String page, Instant authTime) {
    Map<String, String> question = question(page);
    JWTClaimsSet claims =
        provider
            .claims(subject, question.get("nonce"))
            .claim("auth_time", authTime == null ? null : authTime.getEpochSecond())
            .build();
    provider.answer(FakeProvider.sign(claims));
    return client.get(
        "/login/with/fake/callback?code=c&state="
            + question.get("state")
            + "&iss="
            + provider.issuer());
  }

  private static boolean wantsSignIn(Response response) {
    return response.statusCode() == 303 && location(response).startsWith("/login");
  }

  private static void refused(Response response) {
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.cookie("gatehouse_session")).isNull();
    assertThat(response.asString()).contains("sign in anew");
  }
}
