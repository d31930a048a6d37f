package dev.gatehouse.auth.organisation;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Person;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestKeys;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AuthTest
class OrganisationResourceTest {
  private static final String SUSPENSION = "/internal/organisations/{slug}/suspension";

  private Administrator admin;

  @BeforeEach
  void administrator() {
    admin = Administrator.get();
  }

  @Test
  void isTheOnlyOneThatACredentialTellsOf() {
    Person person = Person.create().in(admin.organisation(), Role.ADMIN);
    person
        .request()
        .get("/api/orgs")
        .then()
        .statusCode(200)
        .body("id", contains(person.organisation()))
        .body("role", contains("owner"));
  }

  @Test
  void isNotMadeWithACredentialOfAnother() {
    admin.request().body("{\"name\": \"No\"}").post("/api/orgs").then().statusCode(405);
  }

  @Test
  void needsTheAdminScope() {
    admin
        .request(admin.organisation(), Role.OWNER, Scope.READ, Scope.WRITE)
        .get("/api/orgs")
        .then()
        .statusCode(403);
  }

  @Test
  void forbidsApiKeys() {
    Person owner = Person.create();
    String key = new Administrator(owner.id(), owner.organisation()).apiKey();
    change(owner, Role.ADMIN, "{\"apiKeysAllowed\": false}")
        .statusCode(200)
        .body("apiKeysAllowed", equalTo(false));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            given()
                .header("Authorization", "Bearer " + key)
                .get("/api/me")
                .then()
                .statusCode(401)
                .body("detail", equalTo("The organisation does not take API keys.")));
    owner.request().body("{\"name\": \"no\"}").post("/api/api-keys").then().statusCode(403);
  }

  @Test
  void isRenamedByAnOwner() {
    change(Person.create(), Role.OWNER, "{\"name\": \"New name\"}")
        .statusCode(200)
        .body("name", equalTo("New name"));
  }

  @Test
  void isNotRenamedByAnAdministrator() {
    change(Person.create(), Role.ADMIN, "{\"name\": \"New name\"}").statusCode(403);
  }

  @Test
  void isNotChangedFromAnother() {
    Person stranger = Person.create();
    admin
        .request()
        .body("{\"apiKeysAllowed\": false}")
        .patch("/api/orgs/" + stranger.organisation())
        .then()
        .statusCode(404);
    admin.request().get("/api/orgs/" + stranger.organisation()).then().statusCode(404);
  }

  @Test
  void isSuspendedByAnOwner() {
    Person owner = Person.create();
    String key = new Administrator(owner.id(), owner.organisation()).apiKey();
    change(owner, Role.OWNER, "{\"suspended\": true}")
        .statusCode(200)
        .body("suspended", equalTo(true));
    awaitStatus(key, 401);
  }

  @Test
  void isNotSuspendedByAnAdministrator() {
    change(Person.create(), Role.ADMIN, "{\"suspended\": true}").statusCode(403);
  }

  @Test
  void isNotResumedFromWithin() {
    Person owner = Person.create();
    operator().put(SUSPENSION, owner.slug()).then().statusCode(204);
    change(owner, Role.OWNER, "{\"suspended\": false}").statusCode(401);
  }

  @Test
  void getsNoTokensWhileItIsSuspended() {
    Person owner = Person.create();
    BrowserlessClient client = BrowserlessClient.register().usedBy(owner);
    String code = client.code(owner.endpoint(), null);
    operator().put(SUSPENSION, owner.slug());
    client.exchange(code).then().statusCode(400).body("error", equalTo("invalid_grant"));
  }

  @Test
  void takesItsKeysAgainWhenTheOperatorResumesIt() {
    Person owner = Person.create();
    String key = new Administrator(owner.id(), owner.organisation()).apiKey();
    operator().put(SUSPENSION, owner.slug());
    awaitStatus(key, 401);
    operator().delete(SUSPENSION, owner.slug()).then().statusCode(204);
    awaitStatus(key, 200);
  }

  @Test
  void isSuspendedByOperatorsOnly() {
    Person owner = Person.create();
    given().put(SUSPENSION, owner.slug()).then().statusCode(401);
    given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("gateway", "auth", null))
        .put(SUSPENSION, owner.slug())
        .then()
        .statusCode(403);
  }

  @Test
  void cannotBeSuspendedUnlessItIsThere() {
    operator().put(SUSPENSION, "nobody").then().statusCode(404);
  }

  private static void awaitStatus(String key, int status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            given()
                .header("Authorization", "Bearer " + key)
                .get("/api/me")
                .then()
                .statusCode(status));
  }

  private static RequestSpecification operator() {
    return given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("launcher", "auth", null));
  }

  private static ValidatableResponse change(Person person, Role as, String body) {
    return person
        .request(person.organisation(), as)
        .body(body)
        .patch("/api/orgs/" + person.organisation())
        .then();
  }
}
