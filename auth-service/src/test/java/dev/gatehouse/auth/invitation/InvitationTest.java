package dev.gatehouse.auth.invitation;

import static dev.gatehouse.auth.BrowserlessClient.hidden;
import static dev.gatehouse.auth.BrowserlessClient.location;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import io.restassured.response.ValidatableResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AuthTest
class InvitationTest {
  private Person owner;
  private Person guest;
  private BrowserlessClient browser;

  @BeforeEach
  void aGuestAtABrowser() {
    owner = Person.create();
    guest = Person.create();
    browser = BrowserlessClient.of("none").usedBy(guest);
  }

  @Test
  void letsAPersonJoinAfterSignIn() {
    String page = link("editor");
    browser.signIn("/login?next=" + page);
    accept(page).statusCode(200).body(containsString("You are a member now"));
    assertThat(role()).isEqualTo(List.of("editor"));
  }

  @Test
  void saysWhatItIsForBeforeSignIn() {
    browser
        .get(link("viewer"))
        .then()
        .statusCode(200)
        .body(containsString("Of " + owner.username()))
        .body(containsString("as viewer"));
  }

  @Test
  void leadsFromSignInBackToItself() {
    String page = link("viewer");
    assertThat(location(browser.signIn("/login?next=" + page))).isEqualTo(page);
  }

  @Test
  void isGoodOnce() {
    String page = link("editor");
    browser.signedIn();
    accept(page);
    browser.get(page).then().statusCode(404);
  }

  @Test
  void letsOneOfManyJoin() throws Exception {
    String page = link("editor");
    List<Callable<Integer>> many =
        IntStream.range(0, 5)
            .<Callable<Integer>>mapToObj(_ -> {
              BrowserlessClient another = BrowserlessClient.of("none").usedBy(Person.create());
              another.signedIn();
              Map<String, String> form = hidden(another.get(page));
              return () -> another.post(page, form).statusCode();
            })
            .toList();
    try (var all = Executors.newFixedThreadPool(5)) {
      assertThat(all.invokeAll(many).stream().map(done -> done.resultNow()))
          .containsExactlyInAnyOrder(200, 404, 404, 404, 404);
    }
  }

  @Test
  void isNotAcceptedForAnotherSite() {
    String page = link("editor");
    browser.signedIn();
    assertThat(browser.post(page, Map.of("csrf", "A".repeat(43))).statusCode()).isEqualTo(403);
    assertThat(role()).isEmpty();
  }

  @Test
  void endsWithTime() {
    String page = link("editor");
    Database.run(
        "UPDATE invitation SET expires_at = now() WHERE organisation = '"
            + owner.organisation()
            + "'");
    browser.get(page).then().statusCode(404);
  }

  @Test
  void canBeWithdrawn() {
    String page = link("editor");
    String id = owner.request().get("/api/members/invitations").path("[0].id");
    owner.request().delete("/api/members/invitations/" + id).then().statusCode(204);
    browser.get(page).then().statusCode(404);
  }

  @Test
  void endsWithThePowerOfWhoMadeIt() {
    Person admin = Person.create().in(owner.organisation(), Role.ADMIN);
    String page = create(admin, Role.ADMIN, "editor").statusCode(201).extract().path("url");
    owner.request().body("{\"role\": \"editor\"}").patch("/api/members/" + admin.id());
    browser.get(page.replace(BrowserlessClient.ORIGIN, "")).then().statusCode(404);
  }

  @Test
  void endsWithTheKeyThatItWasMadeWith() {
    String key =
        owner
            .request()
            .body("{\"name\": \"k\", \"service\": true, \"scopes\": [\"mcp:admin\"]}")
            .post("/api/api-keys")
            .path("id");
    Caller machine =
        new Caller(
            null,
            key,
            null,
            null,
            owner.organisation(),
            Role.ADMIN,
            EnumSet.allOf(Scope.class),
            null);
    String url =
        Administrator.request(machine)
            .body("{\"role\": \"admin\"}")
            .post("/api/members/invitations")
            .path("url");
    String page = url.replace(BrowserlessClient.ORIGIN, "");
    browser.get(page).then().statusCode(200);
    owner.request().delete("/api/api-keys/" + key).then().statusCode(204);
    browser.get(page).then().statusCode(404);
  }

  @Test
  void staysGoodWhenAMemberTakesIt() {
    String page = link("editor");
    BrowserlessClient member = BrowserlessClient.of("none").usedBy(owner);
    member.signedIn();
    member.post(page, hidden(member.get(page))).then().statusCode(409);
    browser.signedIn();
    accept(page).statusCode(200);
    assertThat(role()).isEqualTo(List.of("editor"));
  }

  @Test
  void makesNoOwnerForAnAdministrator() {
    create(owner, Role.ADMIN, "owner").statusCode(403);
  }

  @Test
  void showsItsLinkOnceOnly() {
    link("viewer");
    owner
        .request()
        .get("/api/members/invitations")
        .then()
        .body("role", contains("viewer"))
        .body("[0].url", nullValue());
  }

  @Test
  void isNotSeenByAnotherOrganisation() {
    link("viewer");
    String id = owner.request().get("/api/members/invitations").path("[0].id");
    guest.request().get("/api/members/invitations").then().body("id", empty());
    guest.request().delete("/api/members/invitations/" + id).then().statusCode(404);
  }

  @Test
  void makesAnAccountForWhoHasNone() {
    String page = link("viewer");
    String name = "new-" + UUID.randomUUID().toString().substring(0, 8);
    Map<String, String> form = hidden(browser.get(page + "/account"));
    form.put("username", name);
    form.put("password", "a password of my own");
    assertThat(location(browser.post(page + "/account", form))).isEqualTo("/login");
    browser.signIn("/login", name, "a password of my own");
    assertThat(browser.get("/login").body().asString()).contains(name);
  }

  @Test
  void takesNobodysNameAway() {
    String page = link("viewer");
    Map<String, String> form = hidden(browser.get(page + "/account"));
    form.put("username", guest.username().toUpperCase());
    form.put("password", "a password of my own");
    browser
        .post(page + "/account", form)
        .then()
        .statusCode(400)
        .body(containsString("is taken"))
        .body(not(containsString("a password of my own")));
  }

  @Test
  void makesNoAccountWithoutAnInvitation() {
    String nowhere = "/login/invitations/" + "A".repeat(43) + "/account";
    browser.get(nowhere).then().statusCode(404);
  }

  private String link(String role) {
    String url = create(owner, Role.OWNER, role).statusCode(201).extract().path("url");
    return url.replace(BrowserlessClient.ORIGIN, "");
  }

  private ValidatableResponse create(Person creator, Role as, String role) {
    return creator
        .request(owner.organisation(), as)
        .body("{\"role\": \"" + role + "\", \"label\": \"for you\"}")
        .post("/api/members/invitations")
        .then();
  }

  private ValidatableResponse accept(String page) {
    return browser.post(page, hidden(browser.get(page))).then();
  }

  private List<?> role() {
    return Database.query(
        "SELECT role FROM membership WHERE organisation = '%s' AND user_id = '%s'"
            .formatted(owner.organisation(), guest.id()));
  }
}
