package dev.gatehouse.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.platform.http.TargetVerdict.Blocked;
import dev.gatehouse.platform.http.TargetVerdict.Permitted;
import dev.gatehouse.platform.http.TargetVerdict.Unresolved;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told that there is no such name, and of which names nobody is. */
class UnresolvedNameTest {
  private static final TargetPolicy POLICY =
      TargetPolicy.allowing(List.of("10.1.0.0/16"))
          .hiding(List.of("corp.example.com", " *.Eng.Example.COM. ", ".bücher.example", ""));

  private final Names names = Names.none();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://mcp.example.com/",
        "https://mcp.example.com:8443/",
        "http://mcp.example.com:3000/",
        "https://notcorp.example.com/",
        "https://corp.example.com.evil.org/",
        "https://internal.example.org/",
        "https://vault.kube-system/",
        "https://no-such-name.invalid/"
      })
  void aNameThatDoesNotResolveIsToldApart(String uri) {
    assertThat(verdict(uri)).isEqualTo(new Unresolved());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault",
        "VAULT.",
        "vault.local",
        "vault.ns.svc",
        "vault.ns.svc.cluster.local",
        "vault.internal",
        "vault.home.arpa",
        "7.0.0.10.in-addr.arpa",
        "vault.lan",
        "vault.corp",
        "vault.home",
        "vault.intranet",
        "vault.private",
        "vault.localdomain",
        "vault.test",
        "corp.example.com",
        "vault.corp.example.com",
        "a.b.CORP.example.com.",
        "eng.example.com",
        "vault.eng.example.com",
        "vault.xn--bcher-kva.example"
      })
  void ofANameInsideNobodyIsToldWhetherItExists(String host) {
    var there = Names.none().with(ascii(host), "10.9.0.1").guard(POLICY);

    assertThat(verdict("https://" + host + "/")).isEqualTo(new Blocked());
    assertThat(there.check("https://" + host + "/").result()).isEqualTo(new Blocked());
  }

  @Test
  void aNameInsideIsReachedWhereItsAddressIsListed() {
    names.with("vault.corp.example.com", "10.1.0.7").completing("vault", "10.1.0.8");

    assertThat(verdict("http://vault.corp.example.com:8200/")).isInstanceOf(Permitted.class);
    assertThat(verdict("http://vault:8200/")).isInstanceOf(Permitted.class);
  }

  @Test
  void aNameThatOnlyTheSearchListLeadsInsideIsAsIfItLedNowhere() {
    names.completing("vault.dev", "10.9.0.1");

    assertThat(verdict("https://vault.dev/")).isEqualTo(new Unresolved());
    assertThat(verdict("https://fault.dev/")).isEqualTo(new Unresolved());
  }

  @Test
  void aNameThatTheSearchListLeadsToAListedAddressIsReached() {
    names.completing("mcp.tools", "10.1.0.7");

    var verdict = (Permitted) verdict("http://mcp.tools:8080/");

    assertThat(verdict.uri()).hasToString("http://mcp.tools:8080/");
    assertThat(verdict.address().hostAddress()).isEqualTo("10.1.0.7");
  }

  @Test
  void aWholeNameThatLeadsInsideIsBlocked() {
    names.with("mcp.example.com", "10.9.0.1");

    assertThat(verdict("https://mcp.example.com/")).isEqualTo(new Blocked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://mcp.example.com:22/",
        "http://mcp.example.com:25/",
        "ftp://mcp.example.com/"
      })
  void whatIsPermittedAtNoAddressIsBlockedWithoutALookUp(String uri) {
    assertThat(verdict(uri)).isEqualTo(new Blocked());
    assertThat(names.lookUps).hasValue(0);
  }

  @Test
  void plainHttpIsPermittedAtNoAddressWhereNoneIsListed() {
    var guard = names.guard(TargetPolicy.publicOnly());

    assertThat(guard.check("http://mcp.example.com/").result()).isEqualTo(new Blocked());
    assertThat(names.lookUps).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "10.0.0.1", "a..b", "*.", "https://a.b/", "a_b.example"})
  void refusesAConfigurationThatIsNoDomain(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TargetPolicy.publicOnly().hiding(List.of(text)))
        .withMessageContaining(text);
  }

  private TargetVerdict verdict(String uri) {
    return names.guard(POLICY).check(uri).result();
  }

  private static String ascii(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
  }
}
