package dev.gatehouse.registry.server;

import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.Servers;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code ETag} and {@code If-Match} of an organisation's own servers. */
@RegistryTest
class PublicationTagTest {
  private final String name = Servers.namespace() + "/intranet";
  private final String path = "/v0.1/servers/" + Servers.inPath(name);
  private Organisation owner;

  @BeforeEach
  void anOrganisation() {
    owner = Organisation.create();
  }

  @Test
  void aChangeOfWhatIsNoLongerThereIsRefused() {
    publish("1.0.0");
    String one = tag("/versions/1.0.0");
    String all = tag("/versions?include_deleted=true");
    change("/versions/1.0.0/status", "{\"status\": \"deprecated\"}");

    String change = "{\"status\": \"active\"}";
    raw(owner.request().header("If-Match", one).body(change))
        .patch(path + "/versions/1.0.0/status")
        .then()
        .statusCode(412)
        .body("error", notNullValue());
    raw(owner.request().header("If-Match", all).body(change))
        .patch(path + "/status")
        .then()
        .statusCode(412);
    raw(owner.request().header("If-Match", tag("/versions/1.0.0")).body(change))
        .patch(path + "/versions/1.0.0/status")
        .then()
        .statusCode(200);
  }

  @Test
  void versionsHaveATagOnlyWhereAChangeOfAllTakesIt() {
    publish("1.0.0");
    publish("2.0.0");
    change("/versions/1.0.0/status", "{\"status\": \"deleted\"}");

    raw(owner.request()).get(path + "/versions").then().header("ETag", nullValue());
    raw(owner
            .request()
            .header("If-Match", tag("/versions?include_deleted=true"))
            .body("{\"status\": \"deprecated\"}"))
        .patch(path + "/status")
        .then()
        .statusCode(200);
  }

  private String tag(String where) {
    return raw(owner.request()).get(path + where).then().statusCode(200).extract().header("ETag");
  }

  private void publish(String version) {
    raw(owner.request().body(Servers.document(name, version).toString()))
        .post("/v0.1/publish")
        .then()
        .statusCode(200);
  }

  private void change(String where, String change) {
    raw(owner.request().body(change)).patch(path + where).then().statusCode(200);
  }

  private static RequestSpecification raw(RequestSpecification request) {
    return request.urlEncodingEnabled(false);
  }
}
