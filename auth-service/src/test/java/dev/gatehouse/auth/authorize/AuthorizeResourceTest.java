package dev.gatehouse.auth.authorize;

import static dev.gatehouse.auth.BrowserlessClient.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.client.MachineClient;
import io.restassured.response.Response;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
class AuthorizeResourceTest {
  private BrowserlessClient client;
  private Map<String, String> request;

  @BeforeEach
  void aGoodRequest() {
    client = BrowserlessClient.register();
    request = client.request(ORIGIN + "/mcp/default/demo");
  }

  @Test
  void neverRedirectsForAnUnknownClient() {
    request.put("client_id", "nobody");
    assertNotRedirected(client.authorize(request));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/callback",
        "http://127.0.0.1:3000/callback/",
        "http://127.0.0.1:3000/other",
        "http://localhost:3000/callback",
        "http://127.0.0.1:3000/callback?x=1",
        "http://127.0.0.1:3000/callback#x",
        "http://127.0.0.1:3000@evil.example/callback",
        "http://127.0.0.1:3000%40evil.example/callback",
        "http://127.0.0.1.evil.example/callback",
        "http://127.0.0.1:3000.evil.example/callback",
        "http://127.0.0.2:3000/callback",
        "http://0x7f.1:3000/callback",
        "http://2130706433:3000/callback",
        "http://[::ffff:127.0.0.1]:3000/callback",
        "https://127.0.0.1:3000/callback",
        "http://127.0.0.1:3000/callback/..",
        "http://127.0.0.1:3000/callback/../evil",
        "http://127.0.0.1:3000/callback%2f..",
        "http://127.0.0.1:3000//callback",
        "http://127.0.0.1:3000/CALLBACK",
        "http://127.0.0.1:3000\\@evil.example/callback",
        "http://127.0.0.1:3000/callback;x",
        "//evil.example/callback",
        "/callback",
        "https:evil.example",
        "http://127.0.0.1:3000/callback\r\nLocation: https://evil.example",
        "data:text/html,x",
        "urn:ietf:wg:oauth:2.0:oob",
        "%20http://127.0.0.1:3000/callback",
        "javascript:alert(1)",
        "not a uri"
      })
  void neverRedirectsToAnAddressThatIsNotRegistered(String redirectUri) {
    request.put("redirect_uri", redirectUri);
    assertNotRedirected(client.authorize(request));
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_id", "redirect_uri", "state", "resource"})
  void neverRedirectsForControlCharacters(String parameter) {
    request.put(parameter, request.get(parameter) + "\u0000");
    assertNotRedirected(client.authorize(request));
  }

  @Test
  void neverRedirectsWithoutAClient() {
    request.remove("client_id");
    assertNotRedirected(client.authorize(request));
  }

  @Test
  void neverRedirectsWhenTheClientIsNamedTwice() {
    assertNotRedirected(
        client.get(
            "/oauth/authorize?response_type=code&client_id=%s&client_id=%s"
                .formatted(client.id(), client.id())));
  }

  @ParameterizedTest
  @CsvSource({
    "response_type, token, unsupported_response_type",
    "response_type, code id_token, unsupported_response_type",
    "response_type, '', invalid_request",
    "response_mode, fragment, invalid_request",
    "code_challenge, '', invalid_request",
    "code_challenge, tooshort, invalid_request",
    "code_challenge_method, plain, invalid_request",
    "code_challenge_method, '', invalid_request",
    "resource, https://other.example/mcp, invalid_target",
    "resource, http://localhost:8080/mcp/default/sse, invalid_target",
    "scope, openid, invalid_scope",
    "request_uri, https://client.example/request, request_uri_not_supported",
    "request, eyJhbGciOiJub25lIn0.e30., request_not_supported",
    "prompt, none login, invalid_request"
  })
  void tellsTheClientWhatIsWrong(String parameter, String value, String error) {
    request.put(parameter, value);
    Response response = client.authorize(request);
    assertError(response, error);
  }

  @Test
  void sendsNobodyAtOnceToTheAddressOfAStranger() {
    Response page = webClient().authorize(atTheWeb("nonsense"));
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.header("Location")).isNull();
    assertThat(page.body().asString())
        .contains("href=\"https://client.example/callback?")
        .contains("error=invalid_scope")
        .contains("Go to client.example");
  }

  @Test
  void tellsAClientOnTheWebThatIsInUseWhatIsWrong() {
    BrowserlessClient web = webClient();
    Database.run(
        "UPDATE oauth_client SET last_used_at = now() WHERE id = '%s'".formatted(web.id()));
    assertError(web.authorize(atTheWeb("nonsense")), "invalid_scope");
  }

  private BrowserlessClient webClient() {
    client =
        BrowserlessClient.register(
            """
            {"redirect_uris": ["https://client.example/callback"],
             "token_endpoint_auth_method": "none"}
            """);
    return client;
  }

  private Map<String, String> atTheWeb(String scope) {
    Map<String, String> parameters = client.request(ORIGIN + "/mcp");
    parameters.put("redirect_uri", "https://client.example/callback");
    parameters.put("scope", scope);
    return parameters;
  }

  @Test
  void refusesARequestWithoutPkce() {
    request.remove("code_challenge");
    request.remove("code_challenge_method");
    assertError(client.authorize(request), "invalid_request");
  }

  @Test
  void refusesTwoResources() {
    String query = "&resource=" + ORIGIN + "/api";
    request.remove("resource");
    StringBuilder path = new StringBuilder("/oauth/authorize?resource=" + ORIGIN + "/mcp" + query);
    request.forEach((name, value) -> path.append('&').append(name).append('=').append(value));
    assertError(
        client.get(
            path.toString().replace("a state", "s").replace("mcp:read mcp:write", "mcp:read")),
        "invalid_target");
  }

  @Test
  void refusesScopesBeyondThoseRegistered() {
    BrowserlessClient reader =
        BrowserlessClient.register(
            """
            {"redirect_uris": ["http://127.0.0.1/callback"], "scope": "mcp:read",
             "token_endpoint_auth_method": "none"}
            """);
    assertError(reader.authorize(reader.request(ORIGIN + "/mcp")), "invalid_scope");
  }

  @Test
  void refusesAClientThatIsNotRegisteredForCodes() {
    MachineClient machine =
        MachineClient.of(
            """
            {"name": "A machine", "grantTypes": ["client_credentials"], "role": "viewer",
             "redirectUris": ["http://127.0.0.1/callback"]}
            """);
    BrowserlessClient browser = BrowserlessClient.of(machine.id());
    assertError(browser.authorize(browser.request(ORIGIN + "/mcp")), "unauthorized_client");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cursor://anysphere.cursor-mcp/oauth/callback",
        "cursor://anysphere.cursor-mcp/oauth/user-tools/callback",
        "vscode://vscode.github-authentication/did-authenticate",
        "com.example.app:/oauth/callback"
      })
  void answersApplicationsByTheirOwnScheme(String redirectUri) {
    BrowserlessClient application =
        BrowserlessClient.register(
            """
            {"redirect_uris": ["%s"], "token_endpoint_auth_method": "none"}
            """
                .formatted(redirectUri));
    Map<String, String> parameters = application.request(ORIGIN + "/mcp/default/demo");
    parameters.put("redirect_uri", redirectUri);
    URI answer = application.approve(application.consentPage(parameters), null);
    assertThat(answer.toString()).startsWith(redirectUri + "?");
    assertThat(BrowserlessClient.parameters(answer))
        .containsKey("code")
        .containsEntry("iss", ORIGIN);
  }

  @Test
  void takesTheOnlyRedirectUriWhereNoneIsNamed() {
    request.remove("redirect_uri");
    assertThat(BrowserlessClient.location(client.authorize(request))).startsWith("/consent/");
  }

  @Test
  void keepsThePageOutOfCachesAndFrames() {
    request.put("client_id", "nobody");
    client
        .authorize(request)
        .then()
        .header("Cache-Control", "no-store")
        .header("X-Frame-Options", "DENY")
        .header(
            "Content-Security-Policy",
            org.hamcrest.Matchers.containsString("frame-ancestors 'none'"));
  }

  private static void assertNotRedirected(Response response) {
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.header("Location")).isNull();
    assertThat(response.contentType()).startsWith("text/html");
  }

  private static void assertError(Response response, String error) {
    URI location = URI.create(BrowserlessClient.location(response));
    assertThat(location.getPath()).isEqualTo("/callback");
    assertThat(BrowserlessClient.parameters(location))
        .containsEntry("error", error)
        .containsEntry("iss", ORIGIN)
        .containsKey("state")
        .doesNotContainKey("code");
  }
}
