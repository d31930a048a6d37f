package dev.gatehouse.platform.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.platform.event.IdentityEvent.Revoked;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.BackingServices;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestKeys;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = BackingServices.class,
    initArgs = @ResourceArg(name = "database", value = "platform"))
class AuthenticationTest {
  private static final String API = "http://localhost:8080/api";

  @Inject IdentityView view;
  private TestIdentities identities;
  private String organisation;

  @BeforeEach
  void anOrganisation() {
    identities = new TestIdentities(view);
    organisation = identities.organisation("acme-" + TestIdentities.newId());
  }

  @AfterEach
  void close() {
    identities.close();
  }

  @Test
  void asksForACredentialWhereNoneIsPresented() {
    given()
        .get("/probe/read")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", containsString("Bearer"))
        .contentType("application/problem+json")
        .body("type", equalTo("https://gatehouse.dev/problems/unauthenticated"));
  }

  @Test
  void takesAnApiKey() {
    String key = identities.serviceKey(organisation, Role.EDITOR, Scope.READ);
    bearer(key)
        .get("/probe/read")
        .then()
        .statusCode(200)
        .body("organisation", equalTo(organisation));
  }

  @Test
  void aKeyDoesNoMoreThanItsScopes() {
    String key = identities.serviceKey(organisation, Role.OWNER, Scope.READ);
    bearer(key)
        .get("/probe/admin")
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("status", equalTo(403));
  }

  @Test
  void aKeyOfOneGatewayHasNoPermissionInTheOrganisation() {
    Caller bound =
        new Caller(
            null, "key", null, null, organisation, Role.OWNER, Set.of(Scope.values()), "gateway-1");
    given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("gateway", "platform", bound))
        .get("/probe/read")
        .then()
        .statusCode(403)
        .contentType("application/problem+json");
  }

  @Test
  void aKeyDoesNoMoreThanItsRole() {
    String key = identities.serviceKey(organisation, Role.VIEWER, Scope.READ, Scope.ADMIN);
    bearer(key).get("/probe/admin").then().statusCode(403);
  }

  @Test
  void refusesAKeyWithAWrongSecret() {
    String key = identities.serviceKey(organisation, Role.EDITOR, Scope.READ);
    String forged = key.substring(0, key.length() - 1) + (key.endsWith("A") ? "B" : "A");
    bearer(forged).get("/probe/read").then().statusCode(401);
  }

  @Test
  void takesAnAccessTokenForTheApi() {
    String user = identities.member(organisation, Role.EDITOR);
    bearer(TestKeys.current().accessToken(user, organisation, API, "mcp:read mcp:write"))
        .get("/probe/read")
        .then()
        .statusCode(200)
        .body("principal", equalTo("user:" + user));
  }

  @Test
  void refusesATokenForAnotherResource() {
    String user = identities.member(organisation, Role.EDITOR);
    bearer(
            TestKeys.current()
                .accessToken(user, organisation, "http://localhost:8080/mcp/x/y", "mcp:read"))
        .get("/probe/read")
        .then()
        .statusCode(401)
        .body("detail", containsString("another resource"));
  }

  @Test
  void refusesATokenOfAnotherType() {
    String user = identities.member(organisation, Role.EDITOR);
    String idToken =
        TestKeys.current()
            .token(
                "JWT",
                new JWTClaimsSet.Builder()
                    .subject(user)
                    .audience(API)
                    .claim("org", organisation)
                    .claim("scope", "mcp:read")
                    .build());
    bearer(idToken).get("/probe/read").then().statusCode(401);
  }

  @Test
  void refusesATokenOfSomebodyWhoIsNoMember() {
    bearer(TestKeys.current().accessToken(TestIdentities.newId(), organisation, API, "mcp:read"))
        .get("/probe/read")
        .then()
        .statusCode(401);
  }

  @Test
  void scopesOfATokenDoNotExceedTheRole() {
    String user = identities.member(organisation, Role.VIEWER);
    bearer(TestKeys.current().accessToken(user, organisation, API, "mcp:read mcp:admin"))
        .get("/probe/admin")
        .then()
        .statusCode(403);
  }

  @Test
  void refusesARevokedGrant() {
    String user = identities.member(organisation, Role.EDITOR);
    String grant = TestIdentities.newId();
    String token =
        TestKeys.current()
            .token(
                "at+jwt",
                new JWTClaimsSet.Builder()
                    .subject(user)
                    .audience(API)
                    .claim("org", organisation)
                    .claim("scope", "mcp:read")
                    .claim("grant_id", grant)
                    .build());
    identities.publish(
        new Revoked(organisation, Revoked.Kind.GRANT, grant, Instant.now().plusSeconds(600)));
    Awaitility.await().until(() -> view.revoked(grant));
    bearer(token).get("/probe/read").then().statusCode(401);
  }

  @Test
  void takesACallerAssertionOfATrustedService() {
    given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("launcher", "platform", null))
        .get("/probe/internal")
        .then()
        .statusCode(200)
        .body(equalTo("launcher"));
  }

  @Test
  void refusesAnAssertionForAnotherService() {
    given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("launcher", "audit", null))
        .get("/probe/internal")
        .then()
        .statusCode(401);
  }

  @Test
  void anAssertionCarriesItsCaller() {
    Caller caller =
        new Caller("u1", null, null, null, organisation, Role.EDITOR, Set.of(Scope.READ), null);
    given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("gateway", "platform", caller))
        .get("/probe/read")
        .then()
        .statusCode(200)
        .body("principal", equalTo("user:u1"));
  }

  @Test
  void aKeyIsNoServiceCredential() {
    String key = identities.serviceKey(organisation, Role.OWNER, Scope.values());
    bearer(key).get("/probe/internal").then().statusCode(403);
  }

  @Test
  void namesEveryValueThatIsWrong() {
    String key = identities.serviceKey(organisation, Role.EDITOR, Scope.READ);
    bearer(key)
        .contentType("application/json")
        .body("{\"name\":\"far too long\"}")
        .post("/probe/named")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors[0].pointer", equalTo("/name"));
  }

  @Test
  void saysWhereTheBodyIsWrong() {
    String key = identities.serviceKey(organisation, Role.EDITOR, Scope.READ);
    bearer(key)
        .contentType("application/json")
        .body("{\"name\":\"a\",\"other\":1}")
        .post("/probe/named")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString("/other"));
  }

  @Test
  void anUnforeseenFailureTellsNothingButATraceId() {
    String key = identities.serviceKey(organisation, Role.EDITOR, Scope.READ);
    bearer(key)
        .get("/probe/failure")
        .then()
        .statusCode(500)
        .contentType("application/problem+json")
        .body("traceId", notNullValue())
        .body(not(containsString("s3cret")));
  }

  @Test
  void anUnknownPathIsAProblemToo() {
    given()
        .get("/nowhere")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("type", equalTo("https://gatehouse.dev/problems/not-found"));
  }

  @Test
  void theViewKnowsWhatWasPublished() {
    assertThat(view.organisation(organisation)).isNotNull();
  }

  private static RequestSpecification bearer(String credential) {
    return given().header("Authorization", "Bearer " + credential);
  }
}
