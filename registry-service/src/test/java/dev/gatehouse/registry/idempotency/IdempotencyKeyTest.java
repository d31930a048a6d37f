package dev.gatehouse.registry.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestVault;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class IdempotencyKeyTest {
  private static final String BODY = "{\"name\": \"demo\"}";

  @Inject EntityManager entities;
  @Inject Tenancy tenancy;

  private final String key = TestIdentities.newId();
  private Organisation organisation;

  @BeforeEach
  void anOrganisation() {
    organisation = Organisation.create();
  }

  @Test
  void theSameRequestAgainGetsTheFirstAnswer() {
    Response first = create(key, BODY);

    Response again = create(key, BODY);

    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.asString()).isEqualTo(first.asString());
    for (String header : List.of("Location", "ETag", "Content-Type")) {
      assertThat(again.header(header)).isEqualTo(first.header(header));
    }
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    organisation.request().get("/api/gateways").then().body("slug", contains("demo"));
  }

  @Test
  void anErrorOfTheRegistryApiKeepsItsShape() {
    Response first = publish();

    Response again = publish();

    assertThat(first.statusCode()).isEqualTo(400);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.asString()).isEqualTo(first.asString()).contains("\"error\"");
    assertThat(again.contentType()).isEqualTo(first.contentType());
  }

  private Response publish() {
    return organisation
        .request()
        .header("Idempotency-Key", key)
        .body("{\"name\": \"none\"}")
        .post("/v0.1/publish");
  }

  @Test
  void aRequestOfItsOwnIsNotAReplay() {
    create(key, BODY).then().header("Idempotency-Replayed", nullValue());
  }

  @Test
  void anotherBodyUnderTheSameKeyIsRefused() {
    create(key, BODY);

    create(key, "{\"name\": \"other\"}")
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("type", endsWith("/idempotency-key-reused"));
    organisation.request().get("/api/gateways").then().body("$", hasSize(1));
  }

  @Test
  void aKeyMeansNothingToAnotherOrganisation() {
    create(key, BODY);
    Organisation other = Organisation.create();

    other
        .request()
        .header("Idempotency-Key", key)
        .body("{\"name\": \"theirs\"}")
        .post("/api/gateways")
        .then()
        .statusCode(201)
        .body("slug", equalTo("theirs"));
  }

  @Test
  void aKeyMeansNothingToAnotherCaller() {
    create(key, BODY);

    organisation
        .machine("other-machine")
        .header("Idempotency-Key", key)
        .body("{\"name\": \"mine\"}")
        .post("/api/gateways")
        .then()
        .statusCode(201)
        .body("slug", equalTo("mine"));
  }

  @Test
  void whoLostThePermissionGetsNoReplay() {
    create(key, BODY);

    organisation
        .request(Role.VIEWER, Scope.values())
        .header("Idempotency-Key", key)
        .body(BODY)
        .post("/api/gateways")
        .then()
        .statusCode(403);
  }

  @Test
  void aRefusalIsAnAnswerToo() {
    create(key, "{\"name\": \"\"}").then().statusCode(400);

    create(key, "{\"name\": \"\"}")
        .then()
        .statusCode(400)
        .header("Idempotency-Replayed", equalTo("true"))
        .body("errors.pointer", contains("/name"));
  }

  @Test
  void whatFailedOnOurSideMayBeSentAgain() {
    String server =
        """
        {"name": "a", "transport": "sse", "url": "http://127.0.0.1:9999/sse",
         "credentials": {"headers": {"X-Key": "secret"}}}
        """;
    TestVault.seal();
    post("/api/mcps", key, server).then().statusCode(503);
    TestVault.unseal();

    post("/api/mcps", key, server).then().statusCode(201);
  }

  @Test
  void ofManyAtOnceOneIsCarriedOut() throws Exception {
    List<Future<Response>> answers = new ArrayList<>();
    try (var pool = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        answers.add(pool.submit(() -> create(key, BODY)));
      }
    }
    for (Future<Response> answer : answers) {
      assertThat(answer.get().statusCode()).isIn(201, 409);
    }
    organisation.request().get("/api/gateways").then().body("$", hasSize(1));
  }

  @Test
  void aRequestThatIsUnderWayIsNotCarriedOutTwice() {
    create(key, BODY);
    change("UPDATE idempotency_key SET status = NULL WHERE name = ?");

    create(key, BODY).then().statusCode(409).body("type", endsWith("/idempotency-key-in-use"));
  }

  @Test
  void afterADayTheKeyIsAsIfNeverUsed() {
    create(key, BODY);
    change("UPDATE idempotency_key SET created_at = now() - interval '25 hours' WHERE name = ?");

    create(key, BODY).then().statusCode(201).body("slug", equalTo("demo-2"));
  }

  @Test
  void aKeyHasAForm() {
    create("x".repeat(256), BODY)
        .then()
        .statusCode(400)
        .body("errors.pointer", contains("/Idempotency-Key"));
  }

  private Response create(String name, String body) {
    return post("/api/gateways", name, body);
  }

  private Response post(String path, String name, String body) {
    return organisation.request().header("Idempotency-Key", name).body(body).post(path);
  }

  private void change(String sql) {
    tenancy.asPlatform(() ->
        QuarkusTransaction.requiringNew()
            .call(() -> entities.createNativeQuery(sql).setParameter(1, key).executeUpdate()));
  }
}
