package dev.gatehouse.auth.limit;

import static dev.gatehouse.auth.BrowserlessClient.address;
import static dev.gatehouse.auth.BrowserlessClient.from;
import static dev.gatehouse.auth.BrowserlessClient.hidden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What there can be so many of is not more when fifty come at once for the last three places. */
@AuthTest
class QuotaTest {
  private static final int AT_ONCE = 50;
  private static final int FREE = 3;

  private Person person;

  @BeforeEach
  void aPerson() {
    person = Person.create();
  }

  @Test
  void holdsForKeysOfAPerson() {
    fill(
        200,
        "api_key",
        "id, organisation, name, hash, user_id, scopes, created_by, created_at",
        "substr(md5(random()::text), 1, 16), '%1$s', 'x', md5(random()::text), '%2$s', 'mcp:read', 'x', now()");
    atOnce(_ -> person.request().body("{\"name\": \"x\"}").post("/api/api-keys"));
    assertThat(count("api_key WHERE organisation = '%1$s'")).isEqualTo(200);
  }

  @Test
  void holdsForKeysOfAnOrganisation() {
    fill(
        2_000,
        "api_key",
        "id, organisation, name, hash, role, scopes, created_by, created_at",
        "substr(md5(random()::text), 1, 16), '%1$s', 'x', md5(random()::text), 'viewer', 'mcp:read', 'x', now()");
    atOnce(_ -> person.request().body("{\"name\": \"x\"}").post("/api/api-keys"));
    assertThat(count("api_key WHERE organisation = '%1$s'")).isEqualTo(2_000);
  }

  @Test
  void holdsForClientsOfAnOrganisation() {
    fill(
        200,
        "oauth_client",
        "id, organisation, name, redirect_uris, grant_types, auth_method, created_at",
        "gen_random_uuid(), '%1$s', 'x', '{}', '{}', 'none', now()");
    atOnce(_ ->
        person.request().body("{\"name\": \"x\", \"introspection\": true}").post("/api/clients"));
    assertThat(count("oauth_client WHERE organisation = '%1$s'")).isEqualTo(200);
  }

  @Test
  void holdsForInvitations() {
    fill(
        1_000,
        "invitation",
        "id, organisation, token_hash, role, created_by, created_at, expires_at",
        "gen_random_uuid(), '%1$s', md5(random()::text), 'viewer', 'user:%2$s', now(), now() + interval '1 d'");
    atOnce(_ -> person.request().body("{\"role\": \"viewer\"}").post("/api/members/invitations"));
    assertThat(count("invitation WHERE organisation = '%1$s'")).isEqualTo(1_000);
  }

  @Test
  void holdsForMembers() {
    List<String> invitations =
        IntStream.range(0, 2 * FREE)
            .mapToObj(_ ->
                person
                    .request()
                    .body("{\"role\": \"viewer\"}")
                    .post("/api/members/invitations")
                    .<String>path("url")
                    .replace(BrowserlessClient.ORIGIN, ""))
            .toList();
    List<BrowserlessClient> guests =
        invitations.stream()
            .map(_ -> BrowserlessClient.of("none").usedBy(Person.create()))
            .toList();
    guests.forEach(guest -> guest.signedIn());
    Database.run(
        """
        WITH made AS (
          INSERT INTO user_account (id, username, password_changed, created_at)
          SELECT gen_random_uuid(), 'quota-' || i, false, now()
          FROM generate_series(1, 9996) i RETURNING id)
        INSERT INTO membership (id, organisation, user_id, role, suspended, created_at)
        SELECT gen_random_uuid(), '%s', id, 'viewer', false, now() FROM made
        """
            .formatted(person.organisation()));
    List<Response> answers =
        atOnce(
            invitations.size(),
            i -> {
              BrowserlessClient guest = guests.get(i);
              return guest.post(invitations.get(i), hidden(guest.get(invitations.get(i))));
            });
    assertThat(count("membership WHERE organisation = '%1$s'")).isEqualTo(10_000);
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 409))
        .allSatisfy(answer -> assertThat(answer.body().asString()).contains("no more room"));
  }

  @Test
  void holdsForClientsThatNobodyUses() {
    long before = unused();
    Database.run(
        """
        INSERT INTO oauth_client (id, name, redirect_uris, grant_types, auth_method, created_at)
        SELECT 'quota-' || i, 'x', '{}', '{}', 'none', now() FROM generate_series(1, %d) i
        """
            .formatted(10_000 - FREE - before));
    try {
      atOnce(_ ->
          from(address())
              .contentType("application/json")
              .body("{\"redirect_uris\": [\"http://127.0.0.1/callback\"]}")
              .post("/oauth/register"));
      assertThat(unused()).isEqualTo(10_000);
    } finally {
      Database.run("DELETE FROM oauth_client WHERE id LIKE 'quota-%'");
    }
  }

  @Test
  void holdsForOrganisationsOfAPerson() {
    Database.run(
        """
        WITH made AS (
          INSERT INTO organisation (id, slug, name, api_keys_allowed, suspended, created_at)
          SELECT gen_random_uuid(), '%1$s-' || i, 'x', true, false, now()
          FROM generate_series(1, 96) i RETURNING id)
        INSERT INTO membership (id, organisation, user_id, role, suspended, created_at)
        SELECT gen_random_uuid(), id, '%2$s', 'owner', false, now() FROM made
        """
            .formatted(person.slug(), person.id()));
    BrowserlessClient browser = BrowserlessClient.of("none").usedBy(person);
    browser.signedIn();
    Map<String, String> form = hidden(browser.get("/login/organisations"));
    form.put("name", person.slug());
    atOnce(_ -> browser.post("/login/organisations", form));
    assertThat(count("membership WHERE user_id = '%2$s'")).isEqualTo(100);
  }

  /** Leaves room for three. */
  private void fill(int most, String table, String columns, String values) {
    Database.run(
        ("INSERT INTO "
                + table
                + " ("
                + columns
                + ") SELECT "
                + values
                + " FROM generate_series(1, "
                + (most - FREE)
                + ") i")
            .formatted(person.organisation(), person.id()));
  }

  private long count(String what) {
    return ((Number)
            Database.query(
                    "SELECT count(*) FROM " + what.formatted(person.organisation(), person.id()))
                .getFirst())
        .longValue();
  }

  private static long unused() {
    return ((Number)
            Database.query(
                    """
                    SELECT count(*) FROM oauth_client
                    WHERE last_used_at IS NULL AND organisation IS NULL AND fresh_until IS NULL
                    """)
                .getFirst())
        .longValue();
  }

  private static List<Response> atOnce(IntFunction<Response> request) {
    return atOnce(AT_ONCE, request);
  }

  /** Who is told that too many change something at once tries again. */
  private static List<Response> atOnce(int count, IntFunction<Response> request) {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Response>> all =
          IntStream.range(0, count)
              .<Callable<Response>>mapToObj(i ->
                  () -> {
                    Response answer = request.apply(i);
                    while (answer.statusCode() == 503) {
                      answer = request.apply(i);
                    }
                    return answer;
                  })
              .toList();
      return callers.invokeAll(all).stream().map(Future::resultNow).toList();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
