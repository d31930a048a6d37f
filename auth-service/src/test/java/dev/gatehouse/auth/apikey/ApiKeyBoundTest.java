package dev.gatehouse.auth.apikey;

import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import org.junit.jupiter.api.Test;

@AuthTest
class ApiKeyBoundTest {

  @Test
  void refusesMoreKeysThanAPersonCanUse() {
    Person person = Person.create();
    Database.run(
        """
        INSERT INTO api_key (id, organisation, name, hash, user_id, scopes, created_by, created_at)
        SELECT substr(md5(random()::text), 1, 16), '%s', 'many', md5(random()::text), '%s', 'mcp:read', 'user', now()
        FROM generate_series(1, 200)
        """
            .formatted(person.organisation(), person.id()));
    person
        .request()
        .body("{\"name\": \"one more\"}")
        .post("/api/api-keys")
        .then()
        .statusCode(409)
        .body("detail", equalTo("There can be at most 200 keys; revoke some."));
  }
}
