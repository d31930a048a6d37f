package dev.gatehouse.auth.organisation;

import static dev.gatehouse.auth.BrowserlessClient.hidden;
import static dev.gatehouse.auth.BrowserlessClient.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Role;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Organisations are made by people at a browser. */
@AuthTest
class MyOrganisationsResourceTest {
  private static final String PAGE = "/login/organisations";

  private final String name = "Twin " + UUID.randomUUID().toString().substring(0, 8);
  private final String slug = name.toLowerCase().replace(' ', '-');

  private Person person;
  private BrowserlessClient browser;

  @BeforeEach
  void aPersonAtABrowser() {
    person = Person.create();
    browser = BrowserlessClient.of("none").usedBy(person);
    browser.signedIn();
  }

  @Test
  void areThoseOfThePersonAndNoOthers() {
    Person other = Person.create();
    Person host = Person.create();
    person.in(host.organisation(), Role.VIEWER);
    assertThat(browser.get(PAGE).body().asString())
        .contains(person.slug())
        .contains(host.slug() + "; you are viewer")
        .doesNotContain(other.slug());
  }

  @Test
  void areMadeWithTheCreatorAsOwner() {
    assertThat(location(make(name, ""))).isEqualTo(PAGE);
    assertThat(browser.get(PAGE).body().asString()).contains(slug + "; you are owner");
  }

  @Test
  void areOnRecord() throws InterruptedException {
    make(name, "");
    try (Topic trail = new Topic(Topics.AUDIT)) {
      AuditRecord record =
          trail.await(
              AuditRecord.class,
              found ->
                  found.action().equals("organisation.create")
                      && slug.equals(found.target().name()));
      assertThat(record.actor().user()).isEqualTo(person.id());
    }
  }

  @Test
  void areNumberedWhereTheNameIsTaken() {
    make(name, "");
    make(name, "");
    assertThat(browser.get(PAGE).body().asString()).contains(slug + "-2; you are owner");
  }

  @ParameterizedTest
  @CsvSource({
    "Again, default, taken",
    "Odd, messages, reserved",
    "Odd, a/b, lower-case letters",
    "'', '', needs a name",
    "' ', '', needs a name"
  })
  void areNotMadeOf(String called, String wished, String why) {
    Response page = make(called, wished);
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body().asString()).contains(why);
  }

  @Test
  void haveNoControlCharactersInTheirName() {
    assertThat(make("a\u0000b", "").statusCode()).isEqualTo(400);
  }

  @Test
  void areNotMoreThanAPersonCanBeIn() {
    Database.run(
        """
        WITH made AS (
          INSERT INTO organisation (id, slug, name, api_keys_allowed, suspended, created_at)
          SELECT gen_random_uuid(), '%1$s-' || i, 'x', true, false, now()
          FROM generate_series(1, 99) i RETURNING id)
        INSERT INTO membership (id, organisation, user_id, role, suspended, created_at)
        SELECT gen_random_uuid(), id, '%2$s', 'owner', false, now() FROM made
        """
            .formatted(person.slug(), person.id()));
    assertThat(make(name, "").body().asString()).contains("at most 100 organisations");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "forged"})
  void areNotMadeByAForgedForm(String csrf) {
    assertThat(browser.post(PAGE, Map.of("name", name, "csrf", csrf)).statusCode()).isEqualTo(403);
  }

  @Test
  void areShownToNobodyWhoIsNotSignedIn() {
    BrowserlessClient nobody = BrowserlessClient.of("none");
    assertThat(location(nobody.get(PAGE))).isEqualTo("/login");
    assertThat(location(nobody.post(PAGE, Map.of("name", name)))).isEqualTo("/login");
  }

  private Response make(String called, String wished) {
    Map<String, String> form = hidden(browser.get(PAGE));
    form.put("name", called);
    form.put("slug", wished);
    return browser.post(PAGE, form);
  }
}
