package dev.gatehouse.platform.testing;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
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

  public static void seal() {
    given().post(setting("gatehouse.test.vault-switch") + "/seal").then().statusCode(204);
  }

  public static void unseal() {
    given().post(setting("gatehouse.test.vault-switch") + "/unseal").then().statusCode(204);
  }

  private static String setting(String name) {
    return ConfigProvider.getConfig().getValue(name, String.class);
  }
}
