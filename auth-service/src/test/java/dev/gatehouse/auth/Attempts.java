package dev.gatehouse.auth;

import io.restassured.response.Response;
import java.util.function.Supplier;

/** What is tried again and again. */
public final class Attempts {
  private Attempts() {}

  /**
   * Tries until that is limited, with 429. Buckets fill while they are emptied, and the first waits
   * are as short as a try may be: how many it takes depends on the machine.
   *
   * @return the last answer; another than 429 after as many as {@code most}
   */
  public static Response untilLimited(int most, Supplier<Response> attempt) {
    Response response = attempt.get();
    for (int i = 1; i < most && response.statusCode() != 429; i++) {
      response = attempt.get();
    }
    return response;
  }
}
