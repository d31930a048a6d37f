package dev.gatehouse.auth.organisation;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.Person;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AuthTest
class OrganisationResourceTest {
  private Administrator admin;

  @BeforeEach
  void administrator() {
    admin = Administrator.get();
  }

  @Test
  void makesTheCreatorItsOwner() {
    create("{\"name\": \"Acme & Sons\"}")
        .statusCode(201)
        .body("slug", matchesPattern("acme-sons(-\\d+)?"))
        .body("name", equalTo("Acme & Sons"))
        .body("role", equalTo("owner"));
  }

  @Test
  void numbersASlugThatIsTaken() {
    String name = "Twin " + UUID.randomUUID().toString().substring(0, 8);
    String slug = create("{\"name\": \"" + name + "\"}").extract().path("slug");
    create("{\"name\": \"" + name + "\"}").statusCode(201).body("slug", equalTo(slug + "-2"));
  }

  @Test
  void refusesASlugThatIsTaken() {
    create("{\"name\": \"Again\", \"slug\": \"default\"}").statusCode(409);
  }

  @Test
  void refusesAReservedSlug() {
    create("{\"name\": \"Odd\", \"slug\": \"messages\"}").statusCode(409);
  }

  @Test
  void refusesASlugThatCannotStandInAPath() {
    create("{\"name\": \"Odd\", \"slug\": \"a/b\"}")
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/slug"));
  }

  @Test
  void listsAllOrganisationsOfThePersonAndNoOther() {
    String own = admin.newOrganisation("Second home");
    Person stranger = Person.create();
    admin
        .request()
        .get("/api/orgs")
        .then()
        .statusCode(200)
        .body("id", hasItems(admin.organisation(), own))
        .body("id", not(hasItem(stranger.organisation())));
  }

  @Test
  void needsTheAdminScope() {
    admin
        .request(admin.organisation(), Role.OWNER, Scope.READ, Scope.WRITE)
        .body("{\"name\": \"No\"}")
        .post("/api/orgs")
        .then()
        .statusCode(403);
  }

  @Test
  void needsAPerson() {
    Administrator.request(
            new Caller(
                null,
                "key",
                null,
                null,
                admin.organisation(),
                Role.OWNER,
                EnumSet.allOf(Scope.class),
                null))
        .body("{\"name\": \"No\"}")
        .post("/api/orgs")
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

  private static ValidatableResponse change(Person person, Role as, String body) {
    return person
        .request(person.organisation(), as)
        .body(body)
        .patch("/api/orgs/" + person.organisation())
        .then();
  }

  private ValidatableResponse create(String body) {
    return admin.request().body(body).post("/api/orgs").then();
  }
}
