package dev.gatehouse.launcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.data.AssertionKeys;
import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.CallerAssertion;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * The launcher's part of auth-service's API. It signs in by caller assertions of its own, on behalf
 * of the first administrator where one is needed.
 */
public final class AuthApi {

  private static final String HEADER = "Gatehouse-Caller";
  private static final String AUDIENCE = "auth";

  private final String url;
  private final CallerAssertion.Signer signer;

  /**
   * @param url internal address of auth-service
   */
  public AuthApi(DataFolder folder, String url) {
    this.url = url;
    this.signer =
        new CallerAssertion.Signer(
            new AssertionKeys(folder).read(AssertionKeys.LAUNCHER), Clock.systemUTC());
  }

  /**
   * What the first start of auth-service made.
   *
   * @param passwordChanged whether the administrator's first password was replaced
   */
  public record Bootstrap(
      String organisation,
      String organisationSlug,
      String administrator,
      String username,
      boolean passwordChanged) {}

  public Bootstrap bootstrap() throws IOException {
    var body = send("GET", "/internal/bootstrap", null, null);
    return new Bootstrap(
        body.path("organisation").path("id").asText(),
        body.path("organisation").path("slug").asText(),
        body.path("administrator").path("id").asText(),
        body.path("administrator").path("username").asText(),
        body.path("passwordChanged").asBoolean());
  }

  /**
   * Makes an API key in the first organisation.
   *
   * @param scopes empty for the service's own default
   * @param expiresAt RFC 3339; null for no expiry
   * @return the key, which is shown this once
   */
  public String createKey(String name, Collection<String> scopes, @Nullable String expiresAt)
      throws IOException {
    var request = Json.mapper().createObjectNode().put("name", name);
    if (!scopes.isEmpty()) {
      scopes.forEach(request.putArray("scopes")::add);
    }
    if (expiresAt != null) {
      request.put("expiresAt", expiresAt);
    }
    return send("POST", "/api/api-keys", administrator(), request).path("key").asText();
  }

  /** The keys of the first organisation, without their secrets. */
  public JsonNode keys() throws IOException {
    return send("GET", "/api/api-keys", administrator(), null);
  }

  /** Revokes a key of the first organisation. */
  public void revokeKey(String id) throws IOException {
    send("DELETE", "/api/api-keys/" + id, administrator(), null);
  }

  private Caller administrator() throws IOException {
    var made = bootstrap();
    return new Caller(
        made.administrator(),
        null,
        null,
        null,
        made.organisation(),
        Role.OWNER,
        EnumSet.allOf(Scope.class),
        null);
  }

  private JsonNode send(String method, String path, @Nullable Caller caller, @Nullable Object body)
      throws IOException {
    var answer = Http.send(method, url + path, HEADER, signer.sign(AUDIENCE, caller), body);
    if (!answer.isSuccess()) {
      throw new Failure("auth-service refused " + method + " " + path + ": " + answer.problem());
    }
    return answer.body();
  }
}
