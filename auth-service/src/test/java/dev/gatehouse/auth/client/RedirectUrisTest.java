package dev.gatehouse.auth.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectUrisTest {
  private static final Set<String> KNOWN = Set.of("cursor", "vscode");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.com/callback",
        "https://app.example.com:8443/callback?tenant=1",
        "http://127.0.0.1/callback",
        "http://localhost:3000/callback",
        "http://[::1]:3000/callback",
        "cursor://anysphere.cursor-mcp/oauth/user-mcp/callback",
        "com.example.app:/callback",
        "vscode://vscode.github-authentication/did-authenticate"
      })
  void takesWebLoopbackAndPrivateUse(String uri) {
    assertThat(RedirectUris.flaw(URI.create(uri), KNOWN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://app.example.com/callback",
        "http://127.0.0.1.example.com/callback",
        "http://127.0.0.2/callback",
        "https:/callback",
        "https://app.example.com/callback#fragment",
        "https://user@app.example.com/callback",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "/callback",
        "ms-msdt:/id",
        "ms-settings://x",
        "microsoft-edge:https://evil.example",
        "search-ms:query=x",
        "content://x",
        "smb://evil.example/x",
        "feed:javascript:alert(1)",
        "app.example:callback",
        "x:callback",
        "myapp://callback",
        "slack://callback",
        "ldap://evil.example/x",
        "x-apple.systempreferences:/x",
        "com.apple.tv://x",
        "microsoft.windows.camera:/x",
        "com.microsoft.windows.x:/x",
        "cursor:callback"
      })
  void refusesWhatBelongsToNoApplication(String uri) {
    assertThat(RedirectUris.flaw(URI.create(uri), KNOWN)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/cb",
        "http://localhost:3000/cb",
        "https://localhost:8443/cb",
        "https://127.0.0.1/cb",
        "https://127.1.2.3/cb",
        "https://[::1]/cb",
        "https://app.localhost/cb",
        "https://LOCALHOST/cb",
        "https://localhost./cb",
        "cursor://anysphere.cursor-mcp/oauth/callback"
      })
  void knowsWhatStaysOnTheMachine(String uri) {
    assertThat(RedirectUris.isOnTheWeb(uri)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://app.example.com/cb", "https://localhost.example.com/cb"})
  void knowsWhatLeavesTheMachine(String uri) {
    assertThat(RedirectUris.isOnTheWeb(uri)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/cb, https://a.example/cb",
    "http://127.0.0.1/cb, http://127.0.0.1:3118/cb",
    "http://127.0.0.1:3000/cb, http://127.0.0.1:3118/cb",
    "http://localhost:3000/cb?x=1, http://localhost:4000/cb?x=1",
    "http://[::1]/cb, http://[::1]:3118/cb"
  })
  void matchesTheSameAndOtherLoopbackPorts(String registered, String requested) {
    assertThat(RedirectUris.matches(registered, requested)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/cb, https://a.example/cb/",
    "https://a.example/cb, https://a.example/cb?x=1",
    "https://a.example/cb, https://a.example/CB",
    "https://a.example/cb, https://A.example/cb",
    "https://a.example/cb, https://a.example:8443/cb",
    "https://a.example/cb, https://a.example/cb/../evil",
    "https://a.example/cb, https://a.example.evil.example/cb",
    "https://a.example/cb, https://a.example@evil.example/cb",
    "https://a.example/cb, http://a.example/cb",
    "http://127.0.0.1/cb, http://127.0.0.1:3118/other",
    "http://127.0.0.1/cb, http://127.0.0.1:3118/cb?x=1",
    "http://127.0.0.1/cb, http://localhost:3118/cb",
    "http://127.0.0.1/cb, https://127.0.0.1:3118/cb",
    "http://127.0.0.1/cb, http://127.0.0.1@evil.example/cb",
    "http://127.0.0.1/cb, http://user@127.0.0.1:3118/cb",
    "http://127.0.0.1/cb, http://127.0.0.1:3118/cb#x",
    "http://127.0.0.1/cb, http://127.0.0.1:3118\\@evil.example/cb",
    "app.example:/cb, app.example:/cb2"
  })
  void matchesNothingElse(String registered, String requested) {
    assertThat(RedirectUris.matches(registered, requested)).isFalse();
  }
}
