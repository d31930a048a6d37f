package dev.gatehouse.auth.bootstrap;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.platform.testing.TestKeys;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@AuthTest
class BootstrapTest {
  @Inject Bootstrap bootstrap;
  @Inject Transactions transactions;
  @Inject EntityManager entities;

  @Test
  void tellsTheLauncherWhatWasMade() {
    given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("launcher", "auth", null))
        .get("/internal/bootstrap")
        .then()
        .statusCode(200)
        .body("organisation.id", notNullValue())
        .body("organisation.slug", equalTo("default"))
        .body("administrator.id", notNullValue())
        .body("administrator.username", equalTo("admin"));
  }

  @Test
  void tellsNoOtherService() {
    given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("gateway", "auth", null))
        .get("/internal/bootstrap")
        .then()
        .statusCode(403)
        .contentType("application/problem+json");
  }

  @Test
  void tellsNobodyWithoutAnAssertion() {
    given().get("/internal/bootstrap").then().statusCode(401);
  }

  @Test
  void makesNothingTwiceWhenReplicasStartTogether() throws Exception {
    try (var replicas = Executors.newFixedThreadPool(4)) {
      Callable<Boolean> start =
          () -> {
            bootstrap.run();
            return true;
          };
      for (Future<Boolean> started : replicas.invokeAll(List.of(start, start, start, start))) {
        started.get();
      }
    }
    assertThat(count("Organisation where slug = 'default'")).isEqualTo(1);
    assertThat(count("User where username = 'admin'")).isEqualTo(1);
  }

  private long count(String what) {
    return transactions.asPlatform(
        () -> entities.createQuery("select count(*) from " + what, Long.class).getSingleResult());
  }
}
