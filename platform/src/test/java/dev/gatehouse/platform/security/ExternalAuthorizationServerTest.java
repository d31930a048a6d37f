package dev.gatehouse.platform.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.BackingServices;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestKeys;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokens of another authorization server, shaped like Keycloak's. The test signs them itself: what
 * is shown is what a service makes of them.
 */
@QuarkusTest
@TestProfile(ExternalAuthorizationServerTest.Settings.class)
@WithTestResource(
    value = BackingServices.class,
    initArgs = @ResourceArg(name = "database", value = "platform"))
class ExternalAuthorizationServerTest {
  private static final String ISSUER = "https://sso.example/realms/acme";
  private static final String SUBJECT = "f:8a1c:alice";

  @Inject IdentityView view;
  private TestIdentities identities;
  private String organisation;
  private String slug;

  /** As an operator would map Keycloak's claims. */
  public static class Settings implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      String prefix = "gatehouse.authorization-server.";
      return Map.of(
          prefix + "issuer", ISSUER,
          prefix + "token-type", "JWT",
          prefix + "audience", "gatehouse",
          prefix + "organisation-claim", "organization",
          prefix + "role-claim", "realm_access.roles",
          prefix + "role-values.admin", "gatehouse-admin");
    }
  }

  @BeforeEach
  void anOrganisation() {
    identities = new TestIdentities(view);
    slug = "acme-" + TestIdentities.newId();
    organisation = identities.organisation(slug);
  }

  @AfterEach
  void close() {
    identities.close();
  }

  @Test
  void takesItsTokens() {
    read(claims().build())
        .statusCode(200)
        .body("organisation", equalTo(organisation))
        .body("principal", matchesPattern("user:[0-9a-f-]{36}"));
  }

  @Test
  void knowsTheSamePersonAgainByIssuerAndSubject() {
    String first = read(claims().build()).extract().path("principal");
    read(claims().claim("preferred_username", "alice2").build()).body("principal", equalTo(first));
  }

  @Test
  void namesOrganisationsByTheirIdsToo() {
    read(claims().claim("organization", organisation).build()).statusCode(200);
  }

  @Test
  void takesTheHighestRoleOfTheClaim() {
    admin(roles("viewer", "gatehouse-admin")).statusCode(200);
  }

  @Test
  void takesNoRoleByAnotherName() {
    admin(roles("viewer", "admin")).statusCode(403);
  }

  @Test
  void doesNoMoreThanTheScopes() {
    admin(claims().claim("scope", "openid mcp:read").build()).statusCode(403);
  }

  @Test
  void takesApiKeysAllTheSame() {
    String key = identities.serviceKey(organisation, Role.EDITOR, Scope.READ);
    given().header("Authorization", "Bearer " + key).get("/probe/read").then().statusCode(200);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.argumentSet("our own issuer", "iss", "http://localhost:8080"),
        Arguments.argumentSet("another realm", "iss", "https://sso.example/realms/other"),
        Arguments.argumentSet("another audience", "aud", List.of("account")),
        Arguments.argumentSet("no organisation", "organization", null),
        Arguments.argumentSet("an unknown organisation", "organization", "nowhere"),
        Arguments.argumentSet("several organisations", "organization", List.of("a", "b")),
        Arguments.argumentSet("no role", "realm_access", Map.of("roles", List.of("other"))),
        Arguments.argumentSet("no subject", "sub", null),
        Arguments.argumentSet("an ID token", "nonce", "n"),
        Arguments.argumentSet("an ID token by its hash", "at_hash", "h"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(String claim, Object value) {
    read(claims().claim(claim, value).build())
        .statusCode(401)
        .header("WWW-Authenticate", containsString("Bearer"));
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .subject(SUBJECT)
        .audience(List.of("gatehouse", "account"))
        .claim("azp", "some-client")
        .claim("organization", List.of(slug))
        .claim("realm_access", Map.of("roles", List.of("gatehouse-admin", "offline_access")))
        .claim("scope", "openid mcp:read mcp:admin");
  }

  private JWTClaimsSet roles(String... roles) {
    return claims().claim("realm_access", Map.of("roles", List.of(roles))).build();
  }

  private static ValidatableResponse read(JWTClaimsSet claims) {
    return get("/probe/read", claims);
  }

  private static ValidatableResponse admin(JWTClaimsSet claims) {
    return get("/probe/admin", claims);
  }

  private static ValidatableResponse get(String path, JWTClaimsSet claims) {
    return given()
        .header("Authorization", "Bearer " + TestKeys.current().token("JWT", claims))
        .get(path)
        .then();
  }
}
