package dev.gatehouse.auth.client;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Person;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.platform.event.IdentityEvent.Revoked;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that an administrator makes. */
@AuthTest
class OrganisationClientResourceTest {
  private static final String APPLICATION =
      """
      {"name": "Our application", "authMethod": "none",
       "grantTypes": ["authorization_code", "refresh_token"],
       "redirectUris": ["http://127.0.0.1/callback"]}
      """;

  private Administrator admin;

  @BeforeEach
  void anAdministrator() {
    admin = Administrator.get();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[\"javascript:x\"]", "[null]", "[\"\"]", "[\"https://a b\"]", "[\"mailto:x\"]"})
  void refusesRedirectUris(String uris) {
    admin
        .request()
        .body(
            "{\"name\": \"c\", \"grantTypes\": [\"authorization_code\"], \"redirectUris\": %s}"
                .formatted(uris))
        .post("/api/clients")
        .then()
        .statusCode(400);
  }

  @Test
  void isNotDeletedByWhoHasALesserRole() {
    Person owner = Person.create();
    Person lesser = Person.create().in(owner.organisation(), Role.ADMIN);
    String id =
        owner
            .request()
            .body(
                "{\"name\": \"m\", \"grantTypes\": [\"client_credentials\"], \"role\": \"owner\"}")
            .post("/api/clients")
            .path("id");
    lesser
        .request(owner.organisation(), Role.ADMIN)
        .delete("/api/clients/" + id)
        .then()
        .statusCode(403);
    owner.request().delete("/api/clients/" + id).then().statusCode(204);
  }

  @Test
  void showsTheSecretOnce() {
    String id =
        admin
            .request()
            .body("{\"name\": \"A server\", \"introspection\": true}")
            .post("/api/clients")
            .then()
            .statusCode(201)
            .header("Cache-Control", "no-store")
            .body("secret", notNullValue())
            .extract()
            .path("id");
    admin
        .request()
        .get("/api/clients")
        .then()
        .body("find { it.id == '" + id + "' }.secret", nullValue());
  }

  @Test
  void letsPeopleInWithoutRegistration() {
    BrowserlessClient client = BrowserlessClient.of(make(APPLICATION));
    assertThat(client.tokens(ORIGIN + "/mcp/default/demo", null).statusCode()).isEqualTo(200);
  }

  @Test
  void letsNobodyIntoAnotherOrganisation() {
    Person other = Person.create();
    BrowserlessClient client = BrowserlessClient.of(make(APPLICATION)).usedBy(other);
    String page = client.consentPage(client.request(ORIGIN + "/mcp"));
    assertThat(
            BrowserlessClient.parameters(URI.create(BrowserlessClient.location(client.get(page)))))
        .containsEntry("error", "access_denied")
        .containsEntry("iss", ORIGIN);
  }

  @Test
  void endsWhatPeopleAllowedItWhenItIsDeleted() throws Exception {
    BrowserlessClient client = BrowserlessClient.of(make(APPLICATION));
    String token = client.tokens(ORIGIN + "/mcp/default/demo", null).path("access_token");
    admin.request().delete("/api/clients/" + client.id()).then().statusCode(204);
    String grant = SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("grant_id");
    try (Topic identity = new Topic(Topics.IDENTITY)) {
      identity.await(Revoked.class, revoked -> revoked.value().equals(grant));
    }
  }

  @Test
  void isNotSeenByAnotherOrganisation() {
    String id = make(APPLICATION);
    String other = admin.newOrganisation("Without clients");
    admin
        .request(other, Role.OWNER, Scope.values())
        .get("/api/clients")
        .then()
        .statusCode(200)
        .body("id", not(hasItem(id)));
  }

  @Test
  void isNotDeletedByAnotherOrganisation() {
    String id = make(APPLICATION);
    String other = admin.newOrganisation("Without rights");
    admin
        .request(other, Role.OWNER, Scope.values())
        .delete("/api/clients/" + id)
        .then()
        .statusCode(404);
  }

  @Test
  void neverDeletesAClientThatRegisteredItself() {
    String id = BrowserlessClient.register().id();
    admin.request().delete("/api/clients/" + id).then().statusCode(404);
  }

  @Test
  void givesNoRoleBeyondTheCreators() {
    admin
        .request(admin.organisation(), Role.ADMIN, Scope.ADMIN)
        .body("{\"name\": \"x\", \"grantTypes\": [\"client_credentials\"], \"role\": \"owner\"}")
        .post("/api/clients")
        .then()
        .statusCode(403);
  }

  @Test
  void takesTheAdminScope() {
    admin
        .request(admin.organisation(), Role.OWNER, Scope.READ, Scope.WRITE)
        .body(APPLICATION)
        .post("/api/clients")
        .then()
        .statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"\", \"introspection\": true}",
        "{\"name\": \"x\"}",
        "{\"name\": \"x\", \"grantTypes\": [\"client_credentials\"]}",
        "{\"name\": \"x\", \"grantTypes\": [\"client_credentials\"], \"role\": \"viewer\", \"authMethod\": \"none\"}",
        "{\"name\": \"x\", \"introspection\": true, \"role\": \"viewer\"}",
        "{\"name\": \"x\", \"introspection\": true, \"authMethod\": \"none\"}",
        "{\"name\": \"x\", \"introspection\": true, \"authMethod\": \"magic\"}",
        "{\"name\": \"x\", \"introspection\": true, \"authMethod\": \"private_key_jwt\"}",
        "{\"name\": \"x\", \"introspection\": true, \"jwks\": {\"keys\": 1}}",
        "{\"name\": \"x\", \"introspection\": true, \"jwksUri\": \"::\"}",
        "{\"name\": \"x\", \"grantTypes\": [\"authorization_code\"]}",
        "{\"name\": \"x\", \"grantTypes\": [\"authorization_code\"], \"redirectUris\": [\"http://a.example/\"]}",
        "{\"name\": \"x\", \"grantTypes\": [\"\"], \"introspection\": true}"
      })
  void refusesWhatMakesNoSense(String request) {
    admin
        .request()
        .body(request)
        .post("/api/clients")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("status", equalTo(400));
  }

  private String make(String request) {
    return admin
        .request()
        .body(request)
        .post("/api/clients")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }
}
