package dev.gatehouse.auth.authorize;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static dev.gatehouse.auth.BrowserlessClient.location;
import static dev.gatehouse.auth.BrowserlessClient.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Endpoints;
import dev.gatehouse.auth.Person;
import dev.gatehouse.auth.client.MachineClient;
import dev.gatehouse.platform.event.EventKey;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token is for an endpoint that there is, and not for one that somebody makes later. */
@AuthTest
class EndpointsToBeTest {
  private Person person;
  private BrowserlessClient client;

  @BeforeEach
  void aPersonWithAClient() {
    person = Person.create();
    client = BrowserlessClient.register().usedBy(person);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp/default/nothing", "/mcp/nowhere/demo"})
  void areUnknownWhereThereIsNone(String path) {
    assertUnknown(client.authorize(client.request(ORIGIN + path)));
  }

  @Test
  void areUnknownInThePersonsOwnOrganisationToo() {
    assertUnknown(client.authorize(client.request(later())));
  }

  @Test
  void areUnknownToMachines() {
    Map<String, String> request = Map.of("resource", ORIGIN + "/mcp/default/nothing");
    Response answer = MachineClient.create("editor").token(request);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat((String) answer.path("error")).isEqualTo("invalid_target");
  }

  @Test
  void areNotRenewedOnceTheyAreGone() {
    try (Endpoints endpoints = Endpoints.open()) {
      EventKey endpoint = endpoints.add(person.slug(), "later");
      String token = client.tokens(later(), null).path("refresh_token");
      endpoints.remove(endpoint);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> !location(client.authorize(client.request(later()))).startsWith("/consent/"));
      Response answer = client.refresh(token);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat((String) answer.path("error")).isEqualTo("invalid_target");
    }
  }

  private String later() {
    return ORIGIN + "/mcp/" + person.slug() + "/later";
  }

  private static void assertUnknown(Response answer) {
    assertThat(parameters(URI.create(location(answer))))
        .containsEntry("error", "invalid_target")
        .containsEntry("iss", ORIGIN);
  }
}
