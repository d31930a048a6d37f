package dev.gatehouse.registry.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.platform.testing.OpenApiDocument;
import dev.gatehouse.registry.Discovery;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RegistryTest
class IfMatchTest {
  private Organisation organisation;
  private String gateway;

  @BeforeEach
  void aGateway() {
    organisation = Organisation.create();
    gateway = "/api/gateways/" + organisation.gateway("demo");
  }

  @Test
  void aChangeOfWhatWasReadIsMade() {
    String tag = tag(gateway);

    Response changed = patch(tag);

    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.header("ETag")).isNotEqualTo(tag).isEqualTo(tag(gateway));
  }

  @Test
  void aChangeOfWhatIsNoLongerThereIsRefused() {
    String tag = tag(gateway);
    patch(tag);

    patch(tag)
        .then()
        .statusCode(412)
        .contentType("application/problem+json")
        .body("type", endsWith("/precondition-failed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "\"x\", %s", "%s"})
  void takesEveryFormOfTheHeader(String form) {
    patch(form.formatted(tag(gateway))).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/%s", "nonsense", "\"\""})
  void neverMatchesWhatIsNoStrongTag(String form) {
    patch(form.formatted(tag(gateway))).then().statusCode(412);
  }

  @Test
  void ofTwoWritersWhoReadTheSameOneWins() throws Exception {
    String tag = tag(gateway);
    List<Future<Integer>> answers = new ArrayList<>();
    try (var pool = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        answers.add(pool.submit(() -> patch(tag).statusCode()));
      }
    }
    List<Integer> statuses = new ArrayList<>();
    for (Future<Integer> answer : answers) {
      statuses.add(answer.get());
    }
    assertThat(statuses).containsExactlyInAnyOrder(200, 412, 412, 412);
  }

  @Test
  void whatFollowsFromAToolDoesNotChangeTheGatewaysTag() {
    String connector = organisation.connector("Upstream");
    try (var discovery = new Discovery(organisation, connector)) {
      discovery.complete(Discovery.tool("a", ""));
    }
    String tool = organisation.awaitTool(connector, "a");
    String tag = tag(gateway);

    organisation.expose(gateway.substring(gateway.lastIndexOf('/') + 1), tool);

    assertThat(tag(gateway)).isEqualTo(tag);
  }

  @Test
  void connectorsHaveThemToo() {
    String connector = "/api/mcps/" + organisation.connector("Upstream");
    String tag = tag(connector);
    organisation.request().body("{\"name\": \"b\"}").patch(connector).then().statusCode(200);

    organisation
        .request()
        .header("If-Match", tag)
        .body("{\"name\": \"c\"}")
        .patch(connector)
        .then()
        .statusCode(412);
    organisation.request().header("If-Match", tag).delete(connector).then().statusCode(412);
    organisation.request().get(connector).then().body("name", equalTo("b"));
  }

  /** Elsewhere a client would count on it in vain. */
  @Test
  void isDescribedWhereItCounts() {
    assertThat(OpenApiDocument.current().operations())
        .filteredOn(operation -> operation.description().toString().contains("\"If-Match\""))
        .containsExactlyElementsOf(
            OpenApiDocument.current().operations().stream()
                .filter(operation -> operation.path().startsWith("/api/"))
                .filter(operation -> List.of("PATCH", "PUT", "DELETE").contains(operation.method()))
                .toList())
        .isNotEmpty();
  }

  private String tag(String path) {
    return organisation.request().get(path).then().statusCode(200).extract().header("ETag");
  }

  private Response patch(String tag) {
    return organisation
        .request()
        .header("If-Match", tag)
        .body("{\"enabled\": false}")
        .patch(gateway);
  }
}
