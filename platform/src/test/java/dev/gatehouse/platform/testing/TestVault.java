package dev.gatehouse.platform.testing;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** The vault beside the service, seen by somebody who may read everything in it. */
public final class TestVault {
  private TestVault() {}

  public static ValidatableResponse read(String path) {
    return given()
        .header("X-Vault-Token", setting("gatehouse.test.vault-root-token"))
        .get(setting("gatehouse.vault.url") + "/v1/gatehouse/data/" + path)
        .then();
  }

  /** Keeps a document at a path where there is none yet. */
  public static void write(String path, Map<String, Object> document) {
    given()
        .header("X-Vault-Token", setting("gatehouse.test.vault-root-token"))
        .contentType("application/json")
        .body(Map.of("data", document, "options", Map.of("cas", 0)))
        .post(setting("gatehouse.vault.url") + "/v1/gatehouse/data/" + path)
        .then()
        .statusCode(200);
  }

  /** Ciphertext of an organisation's key, as connector-sync-service makes it. */
  public static String encrypt(String organisation, String plaintext) {
    String encoded = Base64.getEncoder().encodeToString(plaintext.getBytes(StandardCharsets.UTF_8));
    return given()
        .header("X-Vault-Token", setting("gatehouse.test.vault-root-token"))
        .contentType("application/json")
        .body(Map.of("plaintext", encoded))
        .post(setting("gatehouse.vault.url") + "/v1/transit/encrypt/org-" + organisation)
        .then()
        .statusCode(200)
        .extract()
        .path("data.ciphertext");
  }

  public static void seal() {
    given().post(setting("gatehouse.test.switches") + "/vault/seal").then().statusCode(204);
  }

  public static void unseal() {
    given().post(setting("gatehouse.test.switches") + "/vault/unseal").then().statusCode(204);
  }

  private static String setting(String name) {
    return ConfigProvider.getConfig().getValue(name, String.class);
  }
}
