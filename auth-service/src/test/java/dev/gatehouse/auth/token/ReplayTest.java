package dev.gatehouse.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.platform.event.IdentityEvent.Revoked;
import dev.gatehouse.platform.event.Topics;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes and refresh tokens that come more than once: one after the other, and fifty at once. */
@AuthTest
class ReplayTest {
  private Person person;
  private BrowserlessClient client;

  @BeforeEach
  void aPersonWithAClient() {
    person = Person.create();
    client = BrowserlessClient.register().usedBy(person);
  }

  @Test
  void endsTheGrantWhenItsCodeIsReplayed() throws Exception {
    String code = code();
    Response tokens = client.exchange(code);
    client.exchange(code);
    assertRefused(client.refresh(tokens.path("refresh_token")));
    assertRevoked(tokens);
  }

  @ParameterizedTest
  @CsvSource({
    "code_verifier, ''",
    "code_verifier, of-somebody-else-0123456789-0123456789-01234567",
    "redirect_uri, http://127.0.0.1:3118/other"
  })
  void endsNoGrantForWhoHasNothingButItsUsedCode(String parameter, String value) {
    String code = code();
    Response tokens = client.exchange(code);
    Map<String, String> found = client.codeRequest(code);
    found.put(parameter, value);
    found.values().removeIf(String::isEmpty);
    assertRefused(client.token(found));
    assertThat(client.refresh(tokens.path("refresh_token")).statusCode()).isEqualTo(200);
  }

  @Test
  void redeemsACodeOnceWhenItComesFiftyTimesAtOnce() {
    String code = code();
    assertThat(statuses(fifty(() -> client.exchange(code))))
        .containsOnly(200, 400)
        .containsOnlyOnce(200);
  }

  @Test
  void endsTheGrantWhenItsCodeComesFiftyTimesAtOnce() throws Exception {
    String code = code();
    Response tokens =
        fifty(() -> client.exchange(code)).stream()
            .filter(answer -> answer.statusCode() == 200)
            .findFirst()
            .orElseThrow();
    assertRefused(client.refresh(tokens.path("refresh_token")));
    assertRevoked(tokens);
  }

  @Test
  void rotatesRefreshTokens() {
    String first = refreshToken();
    Response second = client.refresh(first);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat((String) second.path("refresh_token")).isNotEqualTo(first);
  }

  @Test
  void givesTheSameSuccessorToAClientThatAsksAgainAtOnce() {
    String first = refreshToken();
    Response second = client.refresh(first);
    Response again = client.refresh(first);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat((String) again.path("refresh_token")).isEqualTo(second.path("refresh_token"));
  }

  @Test
  void givesOneSuccessorToFiftyAtOnce() {
    String first = refreshToken();
    List<Response> answers = fifty(() -> client.refresh(first));
    assertThat(statuses(answers)).containsOnly(200);
    assertThat(answers.stream().map(answer -> answer.<String>path("refresh_token")).distinct())
        .hasSize(1);
  }

  @Test
  void goesOnWithTheSuccessorOfFiftyAtOnce() {
    String first = refreshToken();
    String successor = fifty(() -> client.refresh(first)).getFirst().path("refresh_token");
    assertThat(client.refresh(successor).statusCode()).isEqualTo(200);
  }

  @Test
  void endsTheFamilyWhenAUsedRefreshTokenComesLate() throws Exception {
    String first = refreshToken();
    Response second = client.refresh(first);
    aMinuteLater();
    assertRefused(client.refresh(first));
    assertRefused(client.refresh(second.path("refresh_token")));
    assertRevoked(second);
  }

  @Test
  void endsTheFamilyWhenAUsedRefreshTokenComesLateFiftyTimesAtOnce() throws Exception {
    String first = refreshToken();
    Response second = client.refresh(first);
    aMinuteLater();
    assertThat(statuses(fifty(() -> client.refresh(first)))).containsOnly(400);
    assertRevoked(second);
  }

  @Test
  void endsTheFamilyWhenTheSuccessorWasUsedToo() throws Exception {
    String first = refreshToken();
    Response second = client.refresh(first);
    Response third = client.refresh(second.path("refresh_token"));
    assertRefused(client.refresh(first));
    assertRefused(client.refresh(third.path("refresh_token")));
    assertRevoked(third);
  }

  @Test
  void keepsNoTokenThatTheDatabaseAloneCouldGiveAway() {
    String first = refreshToken();
    String second = client.refresh(first).path("refresh_token");
    assertThat(
            Database.query(
                "SELECT row_to_json(t)::text FROM refresh_token t WHERE organisation = '"
                    + person.organisation()
                    + "'"))
        .isNotEmpty()
        .noneMatch(row -> row.toString().contains(second) || row.toString().contains(first));
  }

  private String code() {
    return client.code(person.endpoint(), null);
  }

  private String refreshToken() {
    return client.exchange(code()).path("refresh_token");
  }

  private void aMinuteLater() {
    Database.run(
        "UPDATE refresh_token SET used_at = used_at - interval '1 min' WHERE organisation = '"
            + person.organisation()
            + "'");
  }

  private static List<Response> fifty(Supplier<Response> request) {
    Callable<Response> call = request::get;
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      return callers.invokeAll(IntStream.range(0, 50).mapToObj(_ -> call).toList()).stream()
          .map(Future::resultNow)
          .toList();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Integer> statuses(List<Response> answers) {
    return answers.stream().map(Response::statusCode).toList();
  }

  private static void assertRefused(Response response) {
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat((String) response.path("error")).isEqualTo("invalid_grant");
  }

  private static void assertRevoked(Response tokens) throws Exception {
    String grant =
        SignedJWT.parse(tokens.<String>path("access_token"))
            .getJWTClaimsSet()
            .getStringClaim("grant_id");
    try (Topic identity = new Topic(Topics.IDENTITY)) {
      identity.await(
          Revoked.class,
          revoked -> revoked.kind() == Revoked.Kind.GRANT && revoked.value().equals(grant));
    }
  }
}
