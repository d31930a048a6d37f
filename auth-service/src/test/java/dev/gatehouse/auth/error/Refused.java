package dev.gatehouse.auth.error;

import dev.gatehouse.auth.error.OAuthEndpoint.Refusal;
import io.restassured.response.Response;

/**
 * One way in which an endpoint refuses something.
 *
 * @param when in words, for people
 */
record Refused(OAuthEndpoint at, Refusal refusal, String when, Provocation provocation) {

  interface Provocation {
    Response send() throws Exception;
  }

  static Refused refused(
      OAuthEndpoint at, int status, String error, String when, Provocation provocation) {
    return new Refused(at, new Refusal(status, error), when, provocation);
  }

  @Override
  public String toString() {
    return at + " " + refusal.status() + " " + refusal.error() + ": " + when;
  }
}
