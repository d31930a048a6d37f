package dev.gatehouse.auth.provider;

import static dev.gatehouse.auth.BrowserlessClient.location;
import static dev.gatehouse.auth.BrowserlessClient.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Outcome.Status;
import dev.gatehouse.platform.event.Topics;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sign-in with a provider, an honest one and one that lies. */
@AuthTest
class ProviderResourceTest {
  private static final String SECRET = "the secret of the client, long enough";

  private final String subject = UUID.randomUUID().toString();
  private final BrowserlessClient browser = BrowserlessClient.of("none");
  private FakeProvider provider;

  @BeforeEach
  void start() {
    provider = new FakeProvider("fake");
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void isOfferedOnTheSignInPage() {
    browser
        .get("/login")
        .then()
        .body(containsString("href=\"/login/with/fake\""))
        .body(containsString("Fake provider"));
  }

  @Test
  void asksTheProviderForACodeThatOnlyThisSignInCanUse() {
    URI request = URI.create(location(browser.get("/login/with/fake")));
    assertThat(request.toString()).startsWith(provider.issuer() + "/authorize?");
    assertThat(parameters(request))
        .containsEntry("response_type", "code")
        .containsEntry("client_id", FakeProvider.CLIENT_ID)
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("redirect_uri", BrowserlessClient.ORIGIN + "/login/with/fake/callback")
        .containsKeys("state", "nonce", "code_challenge");
  }

  @Test
  void signsIn() {
    assertThat(location(signIn(subject))).isEqualTo("/login");
    assertThat(username()).startsWith("alice").endsWith("@fake");
  }

  @Test
  void redeemsTheCodeAsItself() {
    signIn(subject);
    assertThat(provider.lastTokenRequest().get("form"))
        .contains("grant_type=authorization_code")
        .contains("code_verifier=");
    assertThat(provider.lastTokenRequest().get("authorization")).startsWith("Basic ");
  }

  @Test
  void knowsAnAccountAgain() {
    signIn(subject);
    String first = username();
    browser.cookies().clear();
    signIn(subject);
    assertThat(username()).isEqualTo(first);
  }

  @Test
  void takesTheSameAddressWithAnotherSubjectForSomebodyElse() {
    signIn(subject);
    String first = username();
    browser.cookies().clear();
    signIn(UUID.randomUUID().toString());
    assertThat(username()).isNotEqualTo(first);
  }

  @Test
  void takesTheSameSubjectOfAnotherProviderForSomebodyElse() {
    signIn(subject);
    try (FakeProvider other = new FakeProvider("closed")) {
      browser.cookies().clear();
      Map<String, String> request = request("closed", null);
      other.answer(FakeProvider.sign(other.claims(subject, request.get("nonce")).build()));
      callback("closed", request.get("state"), other.issuer())
          .then()
          .statusCode(403)
          .body(containsString("You have no account here"));
    }
  }

  @Test
  void givesNobodyTheNameOfALocalAccount() {
    Map<String, String> request = request("fake", null);
    provider.answer(
        FakeProvider.sign(
            provider
                .claims(subject, request.get("nonce"))
                .claim("preferred_username", "admin")
                .build()));
    callback("fake", request.get("state"), provider.issuer());
    assertThat(username()).isNotEqualTo("admin").contains("@fake");
  }

  @Test
  void startsANewSession() {
    browser.get("/login");
    browser.cookies().put("gatehouse_session", "A".repeat(43));
    assertThat(signIn(subject).cookie("gatehouse_session"))
        .isNotNull()
        .isNotEqualTo("A".repeat(43));
  }

  @Test
  void goesOnToTheApplicationThatWaits() {
    BrowserlessClient client = BrowserlessClient.register();
    String page = location(client.authorize(client.request(BrowserlessClient.ORIGIN + "/mcp")));
    browser.cookies().putAll(client.cookies());
    assertThat(location(signIn(subject, page))).isEqualTo(page);
  }

  @Test
  void goesNowhereElse() {
    assertThat(location(signIn(subject, "https://evil.example/"))).isEqualTo("/login");
  }

  @Test
  void makesAnAccountForWhoWasInvited() {
    String url =
        Person.create()
            .request()
            .body("{\"role\": \"viewer\"}")
            .post("/api/members/invitations")
            .path("url");
    String page = url.replace(BrowserlessClient.ORIGIN, "");
    try (FakeProvider closed = new FakeProvider("closed")) {
      Map<String, String> request = request("closed", page);
      closed.answer(FakeProvider.sign(closed.claims(subject, request.get("nonce")).build()));
      Response answer = callback("closed", request.get("state"), closed.issuer());
      assertThat(location(answer)).isEqualTo(page);
      browser.get(page).then().statusCode(200).body(containsString("@closed"));
    }
  }

  static Stream<Arguments> lies() {
    return Stream.of(
        lie("another issuer", c -> c.issuer("https://evil.example")),
        lie("another audience", c -> c.audience("somebody-else")),
        lie("another nonce", c -> c.claim("nonce", "made-up")),
        lie("no nonce", c -> c.claim("nonce", null)),
        lie("another authorized party", c -> c.claim("azp", "somebody-else")),
        lie("several audiences and no party", c -> c.audience(List.of("gatehouse", "other"))),
        lie("no subject", c -> c.subject(null)),
        lie("an empty subject", c -> c.subject("")),
        lie("a subject with a blank", c -> c.subject("alice ")),
        lie("a subject with a control character", c -> c.subject("alice\u0000")),
        lie("no expiry", c -> c.expirationTime(null)),
        lie("expired", c -> c.expirationTime(Date.from(Instant.now().minusSeconds(600)))),
        lie("of the future", c -> c.issueTime(Date.from(Instant.now().plusSeconds(600)))));
  }

  private static Arguments lie(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
    return Arguments.argumentSet(name, change);
  }

  @ParameterizedTest
  @MethodSource("lies")
  void believesNoLie(UnaryOperator<JWTClaimsSet.Builder> lie) {
    Map<String, String> request = request("fake", null);
    provider.answer(
        FakeProvider.sign(lie.apply(provider.claims(subject, request.get("nonce"))).build()));
    refused(callback("fake", request.get("state"), provider.issuer()));
  }

  @Test
  void believesNoUnsignedToken() {
    Map<String, String> request = request("fake", null);
    provider.answer(
        new PlainJWT(provider.claims(subject, request.get("nonce")).build()).serialize());
    refused(callback("fake", request.get("state"), provider.issuer()));
  }

  @Test
  void believesNoTokenThatTheClientCouldHaveMade() throws JOSEException {
    Map<String, String> request = request("fake", null);
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            provider.claims(subject, request.get("nonce")).build());
    jwt.sign(new MACSigner(SECRET));
    provider.answer(jwt.serialize());
    refused(callback("fake", request.get("state"), provider.issuer()));
  }

  @Test
  void believesNoKeyThatTheProviderDoesNotPublish() {
    Map<String, String> request = request("fake", null);
    provider.answer(
        FakeProvider.sign(
            provider.claims(subject, request.get("nonce")).build(), FakeProvider.key("first")));
    refused(callback("fake", request.get("state"), provider.issuer()));
  }

  @Test
  void followsTheProviderWhenItRotatesItsKeys() {
    try (FakeProvider rotating = new FakeProvider("rotating")) {
      Map<String, String> before = request("rotating", null);
      rotating.answer(FakeProvider.sign(rotating.claims(subject, before.get("nonce")).build()));
      assertThat(location(callback("rotating", before.get("state"), rotating.issuer())))
          .isEqualTo("/login");
      Map<String, String> after = request("rotating", null);
      rotating.answer(
          FakeProvider.sign(
              rotating.claims(subject, after.get("nonce")).build(), rotating.rotate()));
      assertThat(location(callback("rotating", after.get("state"), rotating.issuer())))
          .isEqualTo("/login");
    }
  }

  @Test
  void believesNoMetadataOfAnother() {
    try (FakeProvider liar = new FakeProvider("liar")) {
      liar.claimToBe("https://evil.example");
      refused(browser.get("/login/with/liar"));
    }
  }

  @Test
  void takesNoAnswerOfAnotherIssuer() {
    Map<String, String> request = request("fake", null);
    provider.answer(FakeProvider.sign(provider.claims(subject, request.get("nonce")).build()));
    refused(callback("fake", request.get("state"), "https://evil.example"));
  }

  @Test
  void missesTheIssuerThatWasPromised() {
    Map<String, String> request = request("fake", null);
    refused(browser.get("/login/with/fake/callback?code=c&state=" + request.get("state")));
  }

  @Test
  void takesNoAnswerInAnotherBrowser() {
    Map<String, String> request = request("fake", null);
    browser.cookies().clear();
    browser.get("/login");
    notOpen(callback("fake", request.get("state"), provider.issuer()));
  }

  @Test
  void keepsNothingThatTheDatabaseAloneCouldGiveAway() throws Exception {
    Map<String, String> request = request("fake", null);
    provider.answer("not.a.token");
    String row =
        Database.query(
                """
                SELECT row_to_json(r)::text FROM sign_in_request r ORDER BY expires_at DESC LIMIT 1
                """)
            .getFirst()
            .toString();
    callback("fake", request.get("state"), provider.issuer());
    String verifier =
        provider.lastTokenRequest().get("form").replaceAll(".*code_verifier=([^&]*).*", "$1");
    assertThat(
            CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier)).getValue())
        .isEqualTo(request.get("code_challenge"));
    assertThat(row)
        .doesNotContain(request.get("nonce"))
        .doesNotContain(request.get("state"))
        .doesNotContain(verifier);
  }

  @Test
  void leavesARecordOfANewAccount() throws InterruptedException {
    signIn(subject);
    String name = username();
    try (Topic trail = new Topic(Topics.AUDIT)) {
      AuditRecord record =
          trail.await(
              AuditRecord.class,
              found -> found.action().equals("user.create") && name.equals(found.target().name()));
      assertThat(record.detail()).containsEntry("by", "fake");
    }
  }

  @Test
  void takesAnAnswerOnce() {
    Map<String, String> request = request("fake", null);
    provider.answer(FakeProvider.sign(provider.claims(subject, request.get("nonce")).build()));
    callback("fake", request.get("state"), provider.issuer());
    notOpen(callback("fake", request.get("state"), provider.issuer()));
  }

  @Test
  void takesNoAnswerToAnotherProvidersQuestion() {
    Map<String, String> request = request("fake", null);
    notOpen(callback("closed", request.get("state"), provider.issuer()));
  }

  @Test
  void takesNoAnswerThatNobodyAskedFor() {
    browser.get("/login");
    notOpen(callback("fake", "A".repeat(43), provider.issuer()));
    notOpen(browser.get("/login/with/fake/callback"));
  }

  @Test
  void endsWithTheProvidersRefusal() {
    Map<String, String> request = request("fake", null);
    refused(
        browser.get(
            "/login/with/fake/callback?error=access_denied&state="
                + request.get("state")
                + "&iss="
                + provider.issuer()));
  }

  @Test
  void endsWithAnAnswerWithoutACode() {
    Map<String, String> request = request("fake", null);
    refused(
        browser.get(
            "/login/with/fake/callback?state="
                + request.get("state")
                + "&iss="
                + provider.issuer()));
  }

  @Test
  void endsWithACodeThatTheProviderDoesNotTake() {
    Map<String, String> request = request("fake", null);
    provider.refuseCodes();
    refused(callback("fake", request.get("state"), provider.issuer()));
  }

  @Test
  void leavesARecordOfWhatWasRefused() throws InterruptedException {
    Map<String, String> request = request("fake", null);
    provider.answer("not.a.token");
    callback("fake", request.get("state"), provider.issuer());
    try (Topic trail = new Topic(Topics.AUDIT)) {
      trail.await(
          AuditRecord.class,
          record ->
              record.action().equals("session.sign-in")
                  && record.outcome().status() == Status.DENIED
                  && "fake".equals(record.detail().get("by")));
    }
  }

  @Test
  void knowsNoOtherProvider() {
    assertThat(browser.get("/login/with/nobody").statusCode()).isEqualTo(404);
    assertThat(browser.get("/login/with/nobody/callback?code=c").statusCode()).isEqualTo(404);
  }

  private Response signIn(String account) {
    return signIn(account, null);
  }

  private Response signIn(String account, String next) {
    Map<String, String> request = request("fake", next);
    provider.answer(FakeProvider.sign(provider.claims(account, request.get("nonce")).build()));
    return callback("fake", request.get("state"), provider.issuer());
  }

  /** What the browser is sent to the provider with. */
  private Map<String, String> request(String name, String next) {
    String query = next == null ? "" : "?next=" + next;
    return parameters(URI.create(location(browser.get("/login/with/" + name + query))));
  }

  private Response callback(String name, String state, String issuer) {
    return browser.get(
        "/login/with/" + name + "/callback?code=c&state=" + state + "&iss=" + issuer);
  }

  private String username() {
    String page = browser.get("/login").body().asString();
    return page.replaceAll("(?s).*signed in as <strong><bdi>([^<]*)<.*", "$1");
  }

  private static void refused(Response response) {
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.cookie("gatehouse_session")).isNull();
    assertThat(response.body().asString()).contains("Signing in did not work");
  }

  private static void notOpen(Response response) {
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.cookie("gatehouse_session")).isNull();
  }
}
