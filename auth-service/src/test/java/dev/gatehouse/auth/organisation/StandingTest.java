package dev.gatehouse.auth.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose credential other services may still take, for a moment, changes nothing here. */
@AuthTest
class StandingTest {
  private static final String MACHINE =
      """
      {"name": "m", "grantTypes": ["client_credentials"], "role": "viewer"}
      """;

  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String url;

  @ConfigProperty(name = "quarkus.datasource.username")
  String username;

  @ConfigProperty(name = "quarkus.datasource.password")
  String password;

  private Person owner;
  private Person gone;

  @BeforeEach
  void somebodyWhoWasRemoved() {
    owner = Person.create();
    gone = Person.create().in(owner.organisation(), Role.ADMIN);
    owner.request().delete("/api/members/" + gone.id()).then().statusCode(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | /api/api-keys            | {\"name\": \"k\"}",
        "POST   | /api/clients             | {\"name\": \"m\", \"introspection\": true}",
        "POST   | /api/members/invitations | {\"role\": \"viewer\"}",
        "PATCH  | /api/orgs/{organisation} | {\"apiKeysAllowed\": false}",
        "PATCH  | /api/members/{owner}     | {\"role\": \"viewer\"}",
        "DELETE | /api/members/{owner}     | {}"
      })
  void takesNothingOfWhoWasRemoved(String method, String path, String body) {
    String there =
        path.replace("{organisation}", owner.organisation()).replace("{owner}", owner.id());
    gone.request(owner.organisation(), Role.ADMIN)
        .body(body)
        .request(method, there)
        .then()
        .statusCode(401);
  }

  @Test
  void takesNoMoreThanTheRoleOfNowAllows() {
    Person demoted = Person.create().in(owner.organisation(), Role.EDITOR);
    demoted
        .request(owner.organisation(), Role.ADMIN)
        .body(MACHINE)
        .post("/api/clients")
        .then()
        .statusCode(401);
  }

  @Test
  void takesNothingOfAKeyThatWasRevoked() {
    with(owner.id(), "0123456789abcdef", null).post("/api/clients").then().statusCode(401);
  }

  @Test
  void takesNothingOfAGrantThatWasRevoked() {
    with(owner.id(), null, UUID.randomUUID().toString())
        .post("/api/clients")
        .then()
        .statusCode(401);
  }

  @Test
  void takesNothingOfASuspendedOrganisation() {
    Database.run(
        "UPDATE organisation SET suspended = true WHERE id = '" + owner.organisation() + "'");
    owner.request().body(MACHINE).post("/api/clients").then().statusCode(401);
  }

  @Test
  void letsNoOrganisationHoldAllConnections() throws Exception {
    try (Connection holder = DriverManager.getConnection(url, username, password);
        Statement lock = holder.createStatement();
        var people = Executors.newVirtualThreadPerTaskExecutor()) {
      holder.setAutoCommit(false);
      lock.execute(
          "SELECT pg_advisory_xact_lock(hashtextextended('" + owner.organisation() + "', 42))");
      Callable<Integer> change =
          () -> owner.request().body("{\"name\": \"m\"}").post("/api/api-keys").statusCode();
      List<Future<Integer>> changes =
          IntStream.range(0, 5).mapToObj(_ -> people.submit(change)).toList();
      Awaitility.await().until(() -> changes.stream().anyMatch(Future::isDone));
      holder.rollback();
      List<Integer> answers = new ArrayList<>();
      for (Future<Integer> answer : changes) {
        answers.add(answer.get());
      }
      assertThat(answers).containsExactlyInAnyOrder(201, 201, 201, 201, 503);
    }
  }

  private RequestSpecification with(String user, String key, String grant) {
    Caller caller =
        new Caller(
            user,
            key,
            null,
            grant,
            owner.organisation(),
            Role.OWNER,
            EnumSet.allOf(Scope.class),
            null);
    return Administrator.request(caller).body(MACHINE);
  }
}
