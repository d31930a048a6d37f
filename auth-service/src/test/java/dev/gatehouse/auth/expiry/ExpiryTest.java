package dev.gatehouse.auth.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@AuthTest
class ExpiryTest {
  @Inject Expiry expiry;

  @Test
  void removesWhatHasExpiredAndNothingElse() {
    Person past = Person.create();
    Person present = Person.create();
    BrowserlessClient.of("none").usedBy(past).signIn("/login");
    BrowserlessClient.of("none").usedBy(present).signIn("/login");
    past.sql("UPDATE browser_session SET expires_at = now() - interval '1 s' WHERE user_id = ?");
    expiry.remove();
    assertThat(sessions(past)).isEmpty();
    assertThat(sessions(present)).hasSize(1);
  }

  private static java.util.List<?> sessions(Person person) {
    return Database.query("SELECT 1 FROM browser_session WHERE user_id = '" + person.id() + "'");
  }
}
