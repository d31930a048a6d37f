package dev.gatehouse.auth.apikey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.Person;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.EnumSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
class ApiKeyResourceTest {
  private Administrator admin;

  @BeforeEach
  void administrator() {
    admin = Administrator.get();
  }

  @Test
  void showsTheKeyOnceWithItsScopes() {
    create("{\"name\": \"ci\", \"scopes\": [\"mcp:read\"]}")
        .statusCode(201)
        .header("Cache-Control", "no-store")
        .body("key", matchesPattern("ghk_[a-z0-9]{16}_[A-Za-z0-9_-]{43}"))
        .body("prefix", matchesPattern("ghk_[a-z0-9]{16}"))
        .body("scopes", contains("mcp:read"))
        .body("user", equalTo(admin.user()));
  }

  @Test
  void givesNoAdminScopeUnasked() {
    create("{\"name\": \"plain\"}")
        .statusCode(201)
        .body("scopes", contains("mcp:read", "mcp:write"));
  }

  @Test
  void neverListsTheSecret() {
    String id = create("{\"name\": \"listed\"}").extract().path("id");
    admin
        .request()
        .get("/api/api-keys")
        .then()
        .statusCode(200)
        .body("id", hasItem(id))
        .body("key", everyItem(nullValue()))
        .body("hash", everyItem(nullValue()));
  }

  @Test
  void worksAsACredentialWithinSeconds() {
    String key = admin.apiKey();
    awaitStatus(key, 200);
    given()
        .header("Authorization", "Bearer " + key)
        .get("/api/me")
        .then()
        .body("user.username", equalTo("admin"))
        .body("organisation.slug", equalTo("default"))
        .body("role", equalTo("owner"))
        .body("permissions", contains("mcp:read", "mcp:write", "mcp:admin"));
  }

  @Test
  void stopsToWorkWithinSecondsOfItsRevocation() {
    String key = admin.apiKey();
    awaitStatus(key, 200);
    admin.request().delete("/api/api-keys/" + key.substring(4, 20)).then().statusCode(204);
    awaitStatus(key, 401);
  }

  @Test
  void revokesAKeyOnce() {
    String id = create("{\"name\": \"gone\"}").extract().path("id");
    admin.request().delete("/api/api-keys/" + id);
    admin
        .request()
        .delete("/api/api-keys/" + id)
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("type", endsWith("/not-found"));
  }

  @Test
  void hidesKeysOfAnotherOrganisation() {
    String id = create("{\"name\": \"ours\"}").extract().path("id");
    String other = admin.newOrganisation("Keys Elsewhere");
    admin
        .request(other, Role.OWNER, Scope.values())
        .get("/api/api-keys")
        .then()
        .statusCode(200)
        .body("id", not(hasItem(id)));
    admin
        .request(other, Role.OWNER, Scope.values())
        .delete("/api/api-keys/" + id)
        .then()
        .statusCode(404);
  }

  @Test
  void refusesScopesBeyondTheCreator() {
    admin
        .request(admin.organisation(), Role.OWNER, Scope.READ, Scope.ADMIN)
        .body("{\"name\": \"more\", \"scopes\": [\"mcp:read\", \"mcp:write\"]}")
        .post("/api/api-keys")
        .then()
        .statusCode(403)
        .body("detail", endsWith("mcp:read mcp:admin."));
  }

  @Test
  void showsAMemberTheirOwnKeysOnly() {
    String id = create("{\"name\": \"of the administrator\"}").extract().path("id");
    Person member = Person.create().in(admin.organisation(), Role.VIEWER);
    String own =
        as(member, Role.VIEWER, Scope.READ)
            .body("{\"name\": \"mine\"}")
            .post("/api/api-keys")
            .path("id");
    as(member, Role.VIEWER, Scope.READ)
        .get("/api/api-keys")
        .then()
        .statusCode(200)
        .body("id", contains(own));
    as(member, Role.VIEWER, Scope.READ).delete("/api/api-keys/" + id).then().statusCode(404);
  }

  @Test
  void letsAnAdministratorRevokeTheKeyOfAMember() {
    Person member = Person.create().in(admin.organisation(), Role.VIEWER);
    String id =
        as(member, Role.VIEWER, Scope.READ)
            .body("{\"name\": \"lost\"}")
            .post("/api/api-keys")
            .path("id");
    admin.request().delete("/api/api-keys/" + id).then().statusCode(204);
  }

  @Test
  void givesAServiceKeyTheLeastRoleForItsScopes() {
    create("{\"name\": \"robot\", \"service\": true, \"scopes\": [\"mcp:read\", \"mcp:write\"]}")
        .statusCode(201)
        .body("user", nullValue())
        .body("role", equalTo("editor"));
  }

  @Test
  void letsOnlyAdministratorsMakeServiceKeys() {
    admin
        .request(admin.organisation(), Role.EDITOR, Scope.values())
        .body("{\"name\": \"robot\", \"service\": true}")
        .post("/api/api-keys")
        .then()
        .statusCode(403);
  }

  @Test
  void letsNoPlainKeyMakeAnother() {
    String plain = create("{\"name\": \"plain\"}").extract().path("id");
    Administrator.request(
            new Caller(
                admin.user(),
                plain,
                null,
                null,
                admin.organisation(),
                Role.OWNER,
                EnumSet.of(Scope.READ, Scope.WRITE),
                null))
        .body("{\"name\": \"offspring\"}")
        .post("/api/api-keys")
        .then()
        .statusCode(403);
  }

  @Test
  void replacesAKeyAtOnce() {
    String old = admin.apiKey();
    awaitStatus(old, 200);
    String next =
        admin
            .request()
            .post("/api/api-keys/" + old.substring(4, 20) + "/rotate")
            .then()
            .statusCode(201)
            .body("name", equalTo("test"))
            .body("scopes", contains("mcp:read", "mcp:write", "mcp:admin"))
            .extract()
            .path("key");
    awaitStatus(next, 200);
    awaitStatus(old, 401);
  }

  @Test
  void letsTheReplacedKeyEndLater() {
    String old = create("{\"name\": \"twice\"}").extract().path("id");
    admin
        .request()
        .body("{\"keepOldFor\": \"PT1H\"}")
        .post("/api/api-keys/" + old + "/rotate")
        .then()
        .statusCode(201);
    admin
        .request()
        .get("/api/api-keys")
        .then()
        .body("find { it.id == '" + old + "' }.expiresAt", matchesPattern("20.*Z"));
  }

  @Test
  void letsNoKeyMultiply() {
    String id = create("{\"name\": \"reader\", \"scopes\": [\"mcp:read\"]}").extract().path("id");
    Administrator.request(
            new Caller(
                admin.user(),
                id,
                null,
                null,
                admin.organisation(),
                Role.OWNER,
                EnumSet.of(Scope.READ),
                null))
        .body("{\"keepOldFor\": \"P7D\"}")
        .post("/api/api-keys/" + id + "/rotate")
        .then()
        .statusCode(403);
  }

  @Test
  void replacesNobodyElsesPersonalKey() {
    String id = create("{\"name\": \"hers\"}").extract().path("id");
    Person other = Person.create().in(admin.organisation(), Role.ADMIN);
    as(other, Role.ADMIN, Scope.values())
        .post("/api/api-keys/" + id + "/rotate")
        .then()
        .statusCode(403);
  }

  @Test
  void widensNoPermissionByReplacement() {
    String id =
        create("{\"name\": \"wide\", \"scopes\": [\"mcp:read\", \"mcp:write\"]}")
            .extract()
            .path("id");
    admin
        .request(admin.organisation(), Role.OWNER, Scope.READ)
        .post("/api/api-keys/" + id + "/rotate")
        .then()
        .statusCode(403);
  }

  @Test
  void knowsNoKeyOfAnotherOrganisationToReplace() {
    String id = create("{\"name\": \"ours\"}").extract().path("id");
    Person stranger = Person.create();
    stranger.request().post("/api/api-keys/" + id + "/rotate").then().statusCode(404);
  }

  @Test
  void saysWhenAKeyWasUsedLast() {
    String key = admin.apiKey();
    awaitStatus(key, 200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            admin
                .request()
                .get("/api/api-keys")
                .then()
                .body(
                    "find { it.prefix == '" + key.substring(0, 20) + "' }.lastUsedAt",
                    matchesPattern("20.*Z")));
  }

  @Test
  void refusesAKeyThatIsBoundToAGateway() {
    Administrator.request(
            new Caller(
                admin.user(),
                "k",
                null,
                null,
                admin.organisation(),
                Role.OWNER,
                EnumSet.allOf(Scope.class),
                "g"))
        .body("{\"name\": \"wider\"}")
        .post("/api/api-keys")
        .then()
        .statusCode(403);
  }

  @Test
  void makesAServiceKeyForAServiceKey() {
    String first =
        create(
                """
                {"name": "first", "service": true, "scopes": ["mcp:read", "mcp:write", "mcp:admin"]}
                """)
            .extract()
            .path("id");
    Administrator.request(
            new Caller(
                null,
                first,
                null,
                null,
                admin.organisation(),
                Role.ADMIN,
                EnumSet.allOf(Scope.class),
                null))
        .body("{\"name\": \"service\"}")
        .post("/api/api-keys")
        .then()
        .statusCode(201)
        .body("user", nullValue());
  }

  @Test
  void refusesAnUnknownScope() {
    create("{\"name\": \"x\", \"scopes\": [\"mcp:everything\"]}")
        .statusCode(400)
        .contentType("application/problem+json");
  }

  @Test
  void refusesAnEmptyName() {
    create("{\"name\": \" \"}").statusCode(400).body("errors[0].pointer", equalTo("/name"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+999999999-12-31T23:59:59Z", "+10000-01-01T00:00:00Z"})
  void refusesAnExpiryThatNobodyCanKeep(String expiry) {
    create("{\"name\": \"x\", \"expiresAt\": \"" + expiry + "\"}").statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e308", "\"P8D\"", "\"-PT1S\"", "\"soon\"", "604801"})
  void refusesAnOverlapThatIsNone(String overlap) {
    String id = create("{\"name\": \"once\"}").extract().path("id");
    admin
        .request()
        .body("{\"keepOldFor\": " + overlap + "}")
        .post("/api/api-keys/" + id + "/rotate")
        .then()
        .statusCode(400);
  }

  @Test
  void refusesAnExpiryInThePast() {
    create("{\"name\": \"x\", \"expiresAt\": \"2020-01-01T00:00:00Z\"}")
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/expiresAt"));
  }

  private ValidatableResponse create(String body) {
    return admin.request().body(body).post("/api/api-keys").then();
  }

  private RequestSpecification as(Person member, Role role, Scope... scopes) {
    return new Administrator(member.id(), admin.organisation())
        .request(admin.organisation(), role, scopes);
  }

  private static void awaitStatus(String key, int status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(given().header("Authorization", "Bearer " + key).get("/api/me").statusCode())
                .isEqualTo(status));
  }
}
