package dev.gatehouse.e2e.client;

import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.Connection.KeyVal;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * A person with a browser: follows redirects, keeps cookies, fills in the forms that the pages show
 * and presses the button. Sends nothing that the pages did not ask for.
 */
public final class Person {
  private static final int STEPS = 10;

  private final String username;
  private final String password;
  private final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER))
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Http.LIMIT)
          .build();
  private final List<String> pages = new ArrayList<>();

  public Person(String username, String password) {
    this.username = username;
    this.password = password;
  }

  /**
   * Signs in and approves a client for one organisation.
   *
   * @param organisation its slug
   * @return where the browser was sent back to, with the answer's parameters
   */
  public URI approve(URI authorization, String organisation) {
    Answer page = open(authorization);
    URI here = authorization;
    for (int step = 0; step < STEPS; step++) {
      if (page.status() / 100 == 3) {
        here = here.resolve(page.header("location"));
        if (!here.getAuthority().equals(authorization.getAuthority())) {
          return here;
        }
        page = open(here);
      } else {
        Submission submission = fillIn(page.expect(200), here, organisation);
        here = submission.action();
        page = submit(submission);
      }
    }
    throw new AssertionError("no way back to the client after " + STEPS + " steps: " + page);
  }

  /**
   * Goes where an address leads, from host to host, signing in where asked; the page it ends at.
   */
  public Answer go(URI address) {
    URI here = address;
    Answer page = open(here);
    for (int step = 0; step < 2 * STEPS; step++) {
      Document document = Jsoup.parse(page.body(), here.toString());
      Element onward = document.selectFirst("meta[http-equiv=refresh]");
      if (page.status() / 100 == 3) {
        here = here.resolve(page.header("location"));
        page = open(here);
      } else if (document.selectFirst("form input[type=password]") != null) {
        Submission submission = fillIn(page, here, "");
        here = submission.action();
        page = submit(submission);
      } else if (onward != null) {
        here = here.resolve(onward.attr("content").replaceFirst("(?i)^[^=]*url=", ""));
        page = open(here);
      } else {
        return page;
      }
    }
    throw new AssertionError("led on and on: " + here);
  }

  /** Takes an invitation with a new account of this name and password. */
  public void join(URI invitation) {
    URI page = URI.create(invitation + "/account");
    submit(fillIn(open(page).expect(200), page, "")).expect(303);
  }

  /** Signs in and makes an organisation of this slug on the page for it. */
  public void found(URI page, String slug) {
    URI signIn = page.resolve("/login");
    submit(fillIn(open(signIn).expect(200), signIn, "")).expect(303);
    Answer form = open(page).expect(200);
    FormElement make =
        (FormElement) Jsoup.parse(form.body(), page.toString()).selectFirst("form:has(#slug)");
    if (make == null) {
      throw new AssertionError("no form for an organisation: " + form);
    }
    List<KeyVal> fields = make.formData();
    set(fields, "name", slug);
    set(fields, "slug", slug);
    submit(new Submission(URI.create(make.absUrl("action")), origin(page), encode(fields)))
        .expect(303);
  }

  /** Every page this person was shown, for a test of what a page may not say. */
  public List<String> pages() {
    return List.copyOf(pages);
  }

  private record Submission(URI action, String origin, String body) {}

  private Submission fillIn(Answer page, URI address, String organisation) {
    pages.add(page.body());
    Document document = Jsoup.parse(page.body(), address.toString());
    if (document.selectFirst("form") instanceof FormElement form) {
      Element secret = form.selectFirst("input[type=password]");
      List<KeyVal> fields = form.formData();
      if (secret != null) {
        set(fields, field(form, "input[autocomplete=username], input[name=username]"), username);
        set(fields, secret.attr("name"), password);
      } else {
        choose(form, fields, organisation);
        press(form, fields);
      }
      return new Submission(URI.create(form.absUrl("action")), origin(address), encode(fields));
    }
    throw new AssertionError("a page without a form: " + page);
  }

  private static String field(FormElement form, String selector) {
    Element input = form.selectFirst(selector);
    if (input == null) {
      throw new AssertionError("no " + selector + " in " + form);
    }
    return input.attr("name");
  }

  /** Picks the organisation, which every choice names by its slug; a page with one need not ask. */
  private static void choose(FormElement form, List<KeyVal> fields, String organisation) {
    for (Element choice : form.select("input[type=radio]")) {
      if (choice.closest("label").text().contains(" " + organisation + ",")) {
        set(fields, choice.attr("name"), choice.attr("value"));
        return;
      }
    }
    if (!form.text().contains("(" + organisation + ")")) {
      throw new AssertionError("the page does not offer " + organisation + ": " + form);
    }
  }

  private static void press(FormElement form, List<KeyVal> fields) {
    Element button = form.selectFirst("button:containsOwn(Allow)");
    if (button == null) {
      throw new AssertionError("no button to allow with: " + form);
    }
    set(fields, button.attr("name"), button.attr("value"));
  }

  private static void set(List<KeyVal> fields, String name, String value) {
    fields.removeIf(field -> field.key().equals(name));
    fields.add(org.jsoup.helper.HttpConnection.KeyVal.create(name, value));
  }

  private static String encode(List<KeyVal> fields) {
    return fields.stream()
        .map(field -> encode(field.key()) + "=" + encode(field.value()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String origin(URI address) {
    return address.getScheme() + "://" + address.getAuthority();
  }

  private Answer open(URI address) {
    return Http.send(browser, HttpRequest.newBuilder(address).header("Accept", "text/html"));
  }

  private Answer submit(Submission submission) {
    return Http.send(
        browser,
        HttpRequest.newBuilder(submission.action())
            .header("Accept", "text/html")
            .header("Origin", submission.origin())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(submission.body())));
  }
}
