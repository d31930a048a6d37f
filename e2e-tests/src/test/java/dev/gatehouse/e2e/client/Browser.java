package dev.gatehouse.e2e.client;

import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.Connection.KeyVal;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * A browser that goes wherever it is led, from host to host, and signs in where it is asked for a
 * password.
 */
public final class Browser {
  private static final int STEPS = 20;

  private final String username;
  private final String password;
  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Http.LIMIT)
          .build();

  public Browser(String username, String password) {
    this.username = username;
    this.password = password;
  }

  /** Goes there, and on to where that leads; returns the page at which it ends. */
  public Answer go(URI address) {
    URI here = address;
    Answer page = open(here);
    for (int step = 0; step < STEPS; step++) {
      if (page.status() / 100 == 3) {
        here = here.resolve(page.header("location"));
        page = open(here);
        continue;
      }
      Document document = Jsoup.parse(page.body(), here.toString());
      Element onward = document.selectFirst("meta[http-equiv=refresh]");
      if (document.selectFirst("form:has(input[type=password])") instanceof FormElement form) {
        here = URI.create(form.absUrl("action"));
        page = signIn(form, here);
      } else if (onward != null) {
        here = here.resolve(onward.attr("content").replaceFirst("(?i)^[^=]*url=", ""));
        page = open(here);
      } else {
        return page;
      }
    }
    throw new AssertionError("led on and on: " + here);
  }

  private Answer signIn(FormElement form, URI action) {
    List<KeyVal> fields = form.formData();
    set(fields, form.selectFirst("input[autocomplete=username], input[name=username]"), username);
    set(fields, form.selectFirst("input[type=password]"), password);
    String body =
        fields.stream()
            .map(field -> encode(field.key()) + "=" + encode(field.value()))
            .collect(Collectors.joining("&"));
    return Http.send(
        client,
        HttpRequest.newBuilder(action)
            .header("Accept", "text/html")
            .header("Origin", action.getScheme() + "://" + action.getAuthority())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  private static void set(List<KeyVal> fields, Element input, String value) {
    fields.removeIf(field -> field.key().equals(input.attr("name")));
    fields.add(org.jsoup.helper.HttpConnection.KeyVal.create(input.attr("name"), value));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer open(URI address) {
    return Http.send(client, HttpRequest.newBuilder(address).header("Accept", "text/html"));
  }
}
