package dev.gatehouse.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import io.restassured.response.Response;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A provider that does not answer, or not soon. */
@AuthTest
class ProviderAwayTest {
  private final BrowserlessClient browser = BrowserlessClient.of("none");

  @Test
  void saysThatAProviderIsAway() {
    browser
        .get("/login/with/away")
        .then()
        .statusCode(503)
        .body(containsString("does not answer at the moment"));
  }

  @Test
  void keepsNobodyElseWaitingForAProviderThatHangs() throws Exception {
    try (FakeProvider slow = new FakeProvider("slow");
        var people = Executors.newVirtualThreadPerTaskExecutor()) {
      Runnable answer = slow.hang();
      Future<Response> first =
          people.submit(() -> BrowserlessClient.of("none").get("/login/with/slow"));
      slow.awaitQuestion();
      assertThat(browser.get("/login/with/slow").statusCode()).isEqualTo(503);
      answer.run();
      assertThat(first.get().statusCode()).isEqualTo(303);
    }
  }
}
