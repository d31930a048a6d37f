package dev.gatehouse.auth.client;

import static dev.gatehouse.auth.BrowserlessClient.address;
import static dev.gatehouse.auth.BrowserlessClient.from;

import dev.gatehouse.auth.Administrator;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;

/** A client of the first organisation that acts by itself. */
public record MachineClient(String id, String secret) {

  public static MachineClient create(String role) {
    return of(
        """
        {"name": "A machine", "grantTypes": ["client_credentials"], "role": "%s"}
        """
            .formatted(role));
  }

  public static MachineClient of(String request) {
    var made = Administrator.get().request().body(request).post("/api/clients").then();
    made.statusCode(201);
    return new MachineClient(made.extract().path("id"), made.extract().path("secret"));
  }

  /** A token request with more parameters. */
  public Response token(Map<String, String> parameters) {
    Map<String, String> form = new HashMap<>(parameters);
    form.put("grant_type", "client_credentials");
    return post("/oauth/token", form);
  }

  public Response post(String path, Map<String, String> form) {
    return from(address())
        .auth()
        .preemptive()
        .basic(id, secret)
        .contentType("application/x-www-form-urlencoded")
        .formParams(form)
        .post(path);
  }
}
