package dev.gatehouse.auth.audit;

import static dev.gatehouse.auth.BrowserlessClient.hidden;
import static dev.gatehouse.auth.BrowserlessClient.location;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Outcome.Status;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.testing.TestKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each thing that is done, or refused, is found in the trail of the organisation that it is of, and
 * is counted.
 */
@AuthTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditEventsTest {
  private static final String MACHINE =
      """
      {"name": "A machine", "grantTypes": ["client_credentials"], "role": "viewer"}
      """;

  @Inject MeterRegistry meters;

  private Topic trail;

  @BeforeAll
  void read() {
    trail = new Topic(Topics.AUDIT);
  }

  @AfterAll
  void close() throws InterruptedException {
    trail.close();
  }

  static Stream<Arguments> deeds() {
    return Stream.of(
        done("organisation.change", s -> s.organisation("{\"name\": \"New name\"}")),
        done("organisation.suspend", s -> s.organisation("{\"suspended\": true}")),
        done("organisation.suspend", s -> s.operator().put(Scene.SUSPENSION, s.owner.slug())),
        done("organisation.resume", s -> s.operator().delete(Scene.SUSPENSION, s.owner.slug())),
        done("member.change", s -> s.change(s.member, "{\"role\": \"viewer\"}")),
        denied("member.change", s -> s.change(s.owner, "{\"role\": \"viewer\"}")),
        done("member.remove", s -> s.request().delete("/api/members/" + s.member.id())),
        denied("member.remove", s -> s.request().delete("/api/members/" + s.owner.id())),
        done("member.invite", s -> s.invite(Role.OWNER, "owner")),
        denied("member.invite", s -> s.invite(Role.ADMIN, "owner")),
        done("member.withdraw-invitation", Scene::withdraw),
        done("member.join", Scene::join),
        done("user.create", Scene::newAccount),
        done("client.create", s -> s.client(MACHINE)),
        done(
            "client.delete",
            s -> s.request().delete("/api/clients/" + s.client(MACHINE).path("id"))),
        denied("client.authenticate", s -> s.machine("wrong", s.client(MACHINE))),
        done("token.issue", s -> s.machine(null, s.client(MACHINE))),
        denied("token.issue", Scene::codeOfAnother),
        done("token.revoke", Scene::revokeMachine),
        denied("consent.give", Scene::forgedForm),
        denied("session.sign-in", Scene::tooManyTries),
        done("api-key.rotate", s -> s.request().post("/api/api-keys/" + s.key() + "/rotate")),
        done("api-key.revoke", s -> s.request().delete("/api/api-keys/" + s.key())),
        done("consent.revoke", Scene::takeBack),
        done("grant.revoke", Scene::takeBack),
        done("session.sign-out", s -> s.signOut("here")),
        done("session.sign-out-everywhere", s -> s.signOut("everywhere")),
        done("user.change-password", s -> s.password(s.owner.password())),
        denied("user.change-password", s -> s.password("wrong")));
  }

  private static Arguments done(String action, Consumer<Scene> deed) {
    return argumentSet(action, action, Status.SUCCESS, deed);
  }

  private static Arguments denied(String action, Consumer<Scene> deed) {
    return argumentSet(action + " refused", action, Status.DENIED, deed);
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void leavesARecord(String action, Status outcome, Consumer<Scene> deed) {
    Scene scene = new Scene();
    deed.accept(scene);
    AuditRecord record =
        trail.await(
            AuditRecord.class,
            found ->
                found.organisation().equals(scene.owner.organisation())
                    && found.action().equals(action)
                    && found.outcome().status() == outcome);
    assertThat(record.decision().allowed()).isEqualTo(outcome == Status.SUCCESS);
    assertThat(record.service()).isEqualTo("auth");
    assertThat(
            meters
                .get("gatehouse_auth_decisions")
                .tag("action", action)
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .counter()
                .count())
        .isPositive();
  }

  @Test
  void keepsNothingOfWhatAnUnknownClientCallsItself() {
    given()
        .formParam("grant_type", "client_credentials")
        .formParam("client_id", "a-misplaced-secret")
        .formParam("client_secret", "another")
        .post("/oauth/token")
        .then()
        .statusCode(401);
    AuditRecord record =
        trail.await(AuditRecord.class, r -> "unknown-client".equals(r.decision().rule()));
    assertThat(record.toString()).doesNotContain("a-misplaced-secret");
    assertThat(record.detail()).containsEntry("method", "client_secret_post");
  }

  /** An organisation with an owner and one more member, and what the two may do. */
  private static final class Scene {
    static final String SUSPENSION = "/internal/organisations/{slug}/suspension";

    final Person owner = Person.create();
    final Person member = Person.create().in(owner.organisation(), Role.EDITOR);

    RequestSpecification request() {
      return owner.request();
    }

    RequestSpecification operator() {
      return given()
          .header("Gatehouse-Caller", TestKeys.current().assertion("launcher", "auth", null));
    }

    void organisation(String change) {
      request().body(change).patch("/api/orgs/" + owner.organisation());
    }

    void change(Person whom, String change) {
      request().body(change).patch("/api/members/" + whom.id());
    }

    Response invite(Role as, String role) {
      return owner
          .request(owner.organisation(), as)
          .body("{\"role\": \"%s\"}".formatted(role))
          .post("/api/members/invitations");
    }

    void withdraw() {
      request().delete("/api/members/invitations/" + invite(Role.OWNER, "viewer").path("id"));
    }

    void join() {
      String url = invite(Role.OWNER, "viewer").path("url");
      String page = url.replace(BrowserlessClient.ORIGIN, "");
      BrowserlessClient guest = BrowserlessClient.of("none").usedBy(Person.create());
      guest.signedIn();
      guest.post(page, hidden(guest.get(page)));
    }

    void newAccount() {
      String page = invite(Role.OWNER, "viewer").<String>path("url") + "/account";
      page = page.replace(BrowserlessClient.ORIGIN, "");
      BrowserlessClient guest = BrowserlessClient.of("none");
      Map<String, String> form = new HashMap<>(hidden(guest.get(page)));
      form.put("username", "new-" + owner.username());
      form.put("password", "a long enough password");
      assertThat(guest.post(page, form).statusCode()).isEqualTo(303);
    }

    Response client(String wish) {
      return request().body(wish).post("/api/clients");
    }

    Response machine(String otherSecret, Response client) {
      return given()
          .auth()
          .preemptive()
          .basic(client.path("id"), otherSecret == null ? client.path("secret") : otherSecret)
          .formParam("grant_type", "client_credentials")
          .post("/oauth/token");
    }

    void revokeMachine() {
      Response client = client(MACHINE);
      given()
          .auth()
          .preemptive()
          .basic(client.path("id"), client.path("secret"))
          .formParam("token", machine(null, client).<String>path("access_token"))
          .post("/oauth/revoke");
    }

    void codeOfAnother() {
      String code = BrowserlessClient.register().usedBy(owner).code(owner.endpoint(), null);
      BrowserlessClient.register().exchange(code).then().statusCode(400);
    }

    void forgedForm() {
      BrowserlessClient client = BrowserlessClient.register().usedBy(owner);
      String page = client.consentPage(client.request(owner.endpoint()));
      Map<String, String> forged = Map.of("decision", "approve", "csrf", "A".repeat(43));
      assertThat(client.post(page, forged).statusCode()).isEqualTo(403);
    }

    void tooManyTries() {
      Database.run(
          """
          INSERT INTO sign_in_failures (subject, failures, not_before, updated_at)
          VALUES ('account:%s', 60, now() + interval '1 minute', now())
          """
              .formatted(owner.username()));
      BrowserlessClient.of("none").usedBy(owner).signIn("/login").then().statusCode(429);
    }

    String key() {
      return new Administrator(owner.id(), owner.organisation()).apiKey().substring(4, 20);
    }

    void takeBack() {
      BrowserlessClient.register().usedBy(owner).code(owner.endpoint(), null);
      String consent = request().get("/api/me/consents").path("[0].id");
      request().delete("/api/me/consents/" + consent).then().statusCode(204);
    }

    void signOut(String where) {
      BrowserlessClient browser = BrowserlessClient.of("none").usedBy(owner);
      browser.signedIn();
      Map<String, String> form = new HashMap<>(hidden(browser.get("/login")));
      form.put("where", where);
      assertThat(location(browser.post("/login/out", form))).isEqualTo("/login");
    }

    void password(String current) {
      request()
          .body(
              "{\"currentPassword\": \"%s\", \"newPassword\": \"a much better password\"}"
                  .formatted(current))
          .post("/api/me/password");
    }
  }
}
