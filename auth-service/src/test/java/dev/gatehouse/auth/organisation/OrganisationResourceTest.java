package dev.gatehouse.auth.organisation;

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
import java.util.EnumSet;
import java.util.UUID;
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

  private ValidatableResponse create(String body) {
    return admin.request().body(body).post("/api/orgs").then();
  }
}
