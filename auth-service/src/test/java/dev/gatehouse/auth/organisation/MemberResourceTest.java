package dev.gatehouse.auth.organisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.IdentityEvent.MembershipChanged;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
class MemberResourceTest {
  private Person owner;
  private Person member;

  @BeforeEach
  void anOrganisationOfTwo() {
    owner = Person.create();
    member = Person.create().in(owner.organisation(), Role.EDITOR);
  }

  @Test
  void listsTheMembersWithTheirRoles() {
    owner
        .request()
        .get("/api/members")
        .then()
        .statusCode(200)
        .body("username", containsInAnyOrder(owner.username(), member.username()))
        .body("role", containsInAnyOrder("owner", "editor"));
  }

  @Test
  void changesARoleAndTellsTheOtherServices() throws InterruptedException {
    change(owner.request(), member, "{\"role\": \"viewer\"}")
        .statusCode(200)
        .body("role", equalTo("viewer"))
        .body("suspended", equalTo(false));
    try (Topic identity = new Topic(Topics.IDENTITY)) {
      identity.await(MembershipChanged.class, event(member, Role.VIEWER, false)::equals);
    }
  }

  @Test
  void suspendsAMemberAndTellsTheOtherServices() throws InterruptedException {
    change(owner.request(), member, "{\"suspended\": true}")
        .statusCode(200)
        .body("role", equalTo("editor"))
        .body("suspended", equalTo(true));
    try (Topic identity = new Topic(Topics.IDENTITY)) {
      identity.await(MembershipChanged.class, event(member, Role.EDITOR, true)::equals);
    }
  }

  @Test
  void removesAMemberAndTellsTheOtherServices() throws InterruptedException {
    remove(owner.request(), member).statusCode(204);
    try (Topic identity = new Topic(Topics.IDENTITY)) {
      identity.awaitTombstone(new EventKey(owner.organisation(), "membership", member.id()));
    }
  }

  @Test
  void takesTheKeysOfARemovedMemberAlong() throws InterruptedException {
    String key =
        member
            .request(owner.organisation(), Role.EDITOR)
            .body("{\"name\": \"mine\"}")
            .post("/api/api-keys")
            .path("id");
    remove(owner.request(), member);
    try (Topic identity = new Topic(Topics.IDENTITY)) {
      identity.awaitTombstone(new EventKey(owner.organisation(), "api-key", key));
    }
    assertThat(Database.query("SELECT 1 FROM api_key WHERE id = '" + key + "'")).isEmpty();
  }

  @Test
  void keepsTheLastOwnerFromLeaving() {
    remove(owner.request(), owner).statusCode(409).body("type", endsWith("/conflict"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"role\": \"admin\"}", "{\"suspended\": true}"})
  void keepsTheLastOwnerAnOwner(String change) {
    change(owner.request(), owner, change).statusCode(409);
  }

  @Test
  void countsNoSuspendedOwner() {
    change(owner.request(), member, "{\"role\": \"owner\", \"suspended\": true}").statusCode(200);
    remove(owner.request(), owner).statusCode(409);
  }

  @Test
  void letsAnOwnerGoWhoIsNotTheLast() {
    change(owner.request(), member, "{\"role\": \"owner\"}").statusCode(200);
    remove(owner.request(), owner).statusCode(204);
  }

  @Test
  void leavesOneOwnerWhenTwoRemoveEachOtherAtOnce() throws Exception {
    change(owner.request(), member, "{\"role\": \"owner\"}");
    Callable<Integer> first = () -> remove(owner.request(), member).extract().statusCode();
    Callable<Integer> second =
        () ->
            remove(member.request(owner.organisation(), Role.OWNER), owner).extract().statusCode();
    try (var both = Executors.newFixedThreadPool(2)) {
      assertThat(both.invokeAll(List.of(first, second)).stream().map(done -> done.resultNow()))
          .containsExactlyInAnyOrder(204, 401);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"role\": \"viewer\"}", "{\"suspended\": true}"})
  void letsNoAdministratorChangeAnOwner(String change) {
    Person admin = Person.create().in(owner.organisation(), Role.ADMIN);
    change(admin.request(owner.organisation(), Role.ADMIN), owner, change).statusCode(403);
  }

  @Test
  void letsNoAdministratorBecomeAnOwner() {
    Person admin = Person.create().in(owner.organisation(), Role.ADMIN);
    change(admin.request(owner.organisation(), Role.ADMIN), admin, "{\"role\": \"owner\"}")
        .statusCode(403);
  }

  @Test
  void needsTheAdminRole() {
    member.request(owner.organisation(), Role.EDITOR).get("/api/members").then().statusCode(403);
  }

  @Test
  void knowsNobodyOfAnotherOrganisation() {
    Person stranger = Person.create();
    change(owner.request(), stranger, "{\"role\": \"viewer\"}").statusCode(404);
    remove(owner.request(), stranger).statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "me", "..%2f..", "'"})
  void knowsNobodyByAnotherName(String id) {
    owner.request().urlEncodingEnabled(false).delete("/api/members/" + id).then().statusCode(404);
  }

  @Test
  void refusesAKeyThatIsBoundToAGateway() {
    Caller bound =
        new Caller(
            owner.id(),
            "k",
            null,
            null,
            owner.organisation(),
            Role.OWNER,
            EnumSet.allOf(Scope.class),
            "g");
    remove(Administrator.request(bound), member).statusCode(403);
  }

  private MembershipChanged event(Person person, Role role, boolean suspended) {
    return new MembershipChanged(owner.organisation(), person.id(), role, suspended);
  }

  private static ValidatableResponse change(RequestSpecification as, Person person, String change) {
    return as.body(change).patch("/api/members/" + person.id()).then();
  }

  private static ValidatableResponse remove(RequestSpecification as, Person person) {
    return as.delete("/api/members/" + person.id()).then();
  }
}
