package dev.gatehouse.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.restassured.http.Cookies;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An OAuth client and the browser of its user in one, over plain HTTP, with a cookie jar. */
public final class BrowserlessClient {
  public static final String ORIGIN = "http://localhost:8080";
  public static final String REDIRECT_URI = "http://127.0.0.1:3118/callback";

  private static final Pattern HIDDEN =
      Pattern.compile("name=\"(csrf|organisation)\" value=\"([^\"]*)\"");

  private String address = address();
  private final Map<String, String> cookies = new HashMap<>();
  private final CodeVerifier verifier = new CodeVerifier();
  private final String id;
  private String username = "admin";
  private String password = AuthFixture.PASSWORD;

  private BrowserlessClient(String id) {
    this.id = id;
  }

  /** A newly registered public client with refresh tokens. */
  public static BrowserlessClient register() {
    return register(
        """
        {"client_name": "Test client", "redirect_uris": ["http://127.0.0.1:3000/callback"],
         "grant_types": ["authorization_code", "refresh_token"],
         "token_endpoint_auth_method": "none"}
        """);
  }

  public static BrowserlessClient register(String metadata) {
    String id =
        from(address())
            .contentType("application/json")
            .body(metadata)
            .post("/oauth/register")
            .then()
            .statusCode(201)
            .extract()
            .path("client_id");
    return new BrowserlessClient(id);
  }

  public static BrowserlessClient of(String clientId) {
    return new BrowserlessClient(clientId);
  }

  /** Another person than the administrator sits at the browser. */
  public BrowserlessClient usedBy(Person person) {
    username = person.username();
    password = person.password();
    return this;
  }

  /** The browser is at this address. */
  public BrowserlessClient at(String where) {
    address = where;
    return this;
  }

  public String id() {
    return id;
  }

  public String verifier() {
    return verifier.getValue();
  }

  /** A good authorization request for a resource; change it at will. */
  public Map<String, String> request(String resource) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("response_type", "code");
    parameters.put("client_id", id);
    parameters.put("redirect_uri", REDIRECT_URI);
    parameters.put("state", "a state");
    parameters.put("resource", resource);
    parameters.put("scope", "mcp:read mcp:write");
    parameters.put(
        "code_challenge", CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue());
    parameters.put("code_challenge_method", "S256");
    return parameters;
  }

  public Response authorize(Map<String, String> parameters) {
    return keep(browser().queryParams(parameters).get("/oauth/authorize"));
  }

  public Response get(String path) {
    return keep(browser().get(path));
  }

  public Response post(String path, Map<String, String> form) {
    return keep(browser().formParams(form).post(path));
  }

  /** Signs in at a page that the service led to. */
  public Response signIn(String page) {
    return signIn(page, username, password);
  }

  public Response signIn(String page, String username, String password) {
    Map<String, String> form = hidden(get(page));
    form.put("username", username);
    form.put("password", password);
    Matcher next = Pattern.compile("next=(.*)").matcher(page);
    if (next.find()) {
      form.put("next", next.group(1));
    }
    return post("/login", form);
  }

  /** The browser has a session, as after a sign-in, whose password takes long to check. */
  public BrowserlessClient signedIn() {
    if (cookies.isEmpty()) {
      get("/login");
    }
    OpaqueToken session = OpaqueToken.generate();
    Database.run(
        """
        INSERT INTO browser_session (token_hash, user_id, created_at, expires_at)
        SELECT '%s', id, now(), now() + interval '12 h' FROM user_account WHERE username = '%s'
        """
            .formatted(session.hash(), username));
    cookies.put("gatehouse_session", session.value());
    return this;
  }

  /** From the authorization request to the consent page, signed in on the way if need be. */
  public String consentPage(Map<String, String> parameters) {
    String page = location(authorize(parameters));
    assertThat(page).startsWith("/consent/");
    Response shown = get(page);
    if (shown.statusCode() == 303 && location(shown).startsWith("/login")) {
      signedIn();
    }
    return page;
  }

  /** Approves at a consent page, in the only organisation or in this one. */
  public URI approve(String page, String organisation) {
    Map<String, String> form = hidden(get(page));
    if (organisation != null) {
      form.put("organisation", organisation);
    }
    form.put("decision", "approve");
    return URI.create(location(post(page, form)));
  }

  /** The whole way to a code. */
  public String code(String resource, String organisation) {
    URI answer = approve(consentPage(request(resource)), organisation);
    return parameters(answer).get("code");
  }

  /** The whole way to tokens. */
  public Response tokens(String resource, String organisation) {
    return exchange(code(resource, organisation));
  }

  public Response exchange(String code) {
    return token(codeRequest(code));
  }

  public Map<String, String> codeRequest(String code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("client_id", id);
    form.put("redirect_uri", REDIRECT_URI);
    form.put("code_verifier", verifier.getValue());
    return form;
  }

  public Response refresh(String refreshToken) {
    return token(
        Map.of("grant_type", "refresh_token", "refresh_token", refreshToken, "client_id", id));
  }

  public Response token(Map<String, String> form) {
    return from(address)
        .contentType("application/x-www-form-urlencoded")
        .formParams(form)
        .post("/oauth/token");
  }

  /** What forms of a page carry without the person's doing. */
  public static Map<String, String> hidden(Response page) {
    Map<String, String> values = new LinkedHashMap<>();
    Matcher matcher = HIDDEN.matcher(page.body().asString());
    while (matcher.find()) {
      values.put(matcher.group(1), matcher.group(2));
    }
    return values;
  }

  public static String location(Response response) {
    assertThat(response.statusCode()).isEqualTo(303);
    return response
        .header("Location")
        .replace(ORIGIN, "")
        .replaceAll("^http://localhost:\\d+/", "/");
  }

  public static Map<String, String> parameters(URI uri) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : uri.getRawQuery().split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  /** A request as the edge passes it on from an address. */
  public static RequestSpecification from(String address) {
    return given().header("X-Forwarded-For", address);
  }

  /** An address that nobody else in the test run has. */
  public static String address() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "10.%d.%d.%d".formatted(random.nextInt(256), random.nextInt(256), random.nextInt(256));
  }

  /** The name of the session cookie stands for being signed in. */
  public Map<String, String> cookies() {
    return cookies;
  }

  private RequestSpecification browser() {
    return from(address).redirects().follow(false).cookies(cookies);
  }

  private Response keep(Response response) {
    Cookies received = response.detailedCookies();
    received.forEach(cookie -> cookies.put(cookie.getName(), cookie.getValue()));
    return response;
  }
}
