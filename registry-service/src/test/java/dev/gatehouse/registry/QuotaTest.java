package dev.gatehouse.registry;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;

import org.junit.jupiter.api.Test;

/** How much one organisation can have; tests set 15 where there are thousands otherwise. */
@RegistryTest
class QuotaTest {
  private final Organisation organisation = Organisation.create();

  @Test
  void holdsForConnectors() {
    for (int i = 0; i < 15; i++) {
      organisation.connector("c" + i);
    }

    organisation
        .request()
        .body(
            """
            {"name": "one more", "transport": "sse", "url": "http://127.0.0.1:9999/sse"}
            """)
        .post("/api/mcps")
        .then()
        .statusCode(409)
        .body("type", endsWith("/quota-reached"))
        .body("detail", containsString("15"));
  }

  @Test
  void holdsForGatewaysAgentsAndRunnersTogether() {
    for (int i = 0; i < 5; i++) {
      for (String kind : new String[] {"gateways", "agents", "runners"}) {
        organisation
            .request()
            .body("{\"name\": \"g\"}")
            .post("/api/" + kind)
            .then()
            .statusCode(201);
      }
    }

    organisation
        .request()
        .body("{\"name\": \"g\"}")
        .post("/api/agents")
        .then()
        .statusCode(409)
        .body("type", endsWith("/quota-reached"));
    Organisation.create().gateway("of another organisation");
  }
}
