package dev.gatehouse.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.platform.http.TargetVerdict.Blocked;
import dev.gatehouse.platform.http.TargetVerdict.Permitted;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPolicyTest {
  private final Names names = Names.allPublic().with("both.example", "10.1.0.7", "8.8.8.8");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.1.0.7/",
        "https://10.1.0.7/",
        "http://10.1.255.255:3000/",
        "https://10.1.0.7:65535/",
        "http://[fd12:3456::1]:8080/",
        "https://[FD12:3456:0::1]/"
      })
  void opensWhatTheOperatorLists(String uri) {
    var policy = TargetPolicy.allowing(List.of("10.1.0.0/16", " fd12:3456::/32 ", ""));

    assertThat(verdict(policy, uri)).isInstanceOf(Permitted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://10.2.0.7/",
        "https://10.1.0.7:22/",
        "https://10.1.0.7:1023/",
        "https://[::ffff:10.1.0.7]/",
        "https://[64:ff9b::10.1.0.7]/",
        "https://167837703/",
        "https://010.1.0.7/",
        "http://both.example/"
      })
  void opensNothingElse(String uri) {
    var policy = TargetPolicy.allowing(List.of("10.1.0.0/16"));

    assertThat(verdict(policy, uri)).isEqualTo(new Blocked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://0.0.0.0/",
        "http://169.254.169.254/",
        "http://169.254.1.1/",
        "http://100.100.100.200/",
        "http://168.63.129.16/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://192.0.2.1/",
        "http://[::]/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://[ff02::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[2002:7f00:1::]/"
      })
  void neverOpensTheseWhateverIsListed(String uri) {
    var policy = TargetPolicy.allowing(List.of("0.0.0.0/0", "::/0", "169.254.169.254"));

    assertThat(verdict(policy, uri)).isEqualTo(new Blocked());
  }

  @Test
  void resolvesLocalhostItself() {
    var policy = TargetPolicy.allowing(List.of("127.0.0.1/32", "::1/128"));

    var verdict = (Permitted) verdict(policy, "http://localhost:3000/mcp");

    assertThat(verdict.addresses())
        .extracting(address -> address.hostAddress())
        .containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(names.lookUps).hasValue(0);
  }

  @Test
  void deniesWhatTheOperatorDenies() {
    var policy =
        TargetPolicy.allowing(List.of("10.0.0.0/8")).denying(List.of("8.8.8.0/24", "10.9.0.0/16"));

    assertThat(verdict(policy, "https://8.8.8.8/")).isEqualTo(new Blocked());
    assertThat(verdict(policy, "https://[64:ff9b::8.8.8.8]/")).isEqualTo(new Blocked());
    assertThat(verdict(policy, "https://10.9.0.1/")).isEqualTo(new Blocked());
    assertThat(verdict(policy, "https://10.8.0.1/")).isInstanceOf(Permitted.class);
  }

  @Test
  void judgesWhatANat64PrefixTranslatesTo() {
    var policy = TargetPolicy.publicOnly().translating(List.of("2a00:1450::/32", "64:ff9b:1::/48"));

    assertThat(verdict(policy, "https://[2a00:1450:808:808::]/")).isInstanceOf(Permitted.class);
    assertThat(verdict(policy, "https://[2a00:1450:7f00:1::]/")).isEqualTo(new Blocked());
    assertThat(verdict(policy, "https://[64:ff9b:1:808:8:800::]/")).isInstanceOf(Permitted.class);
    assertThat(verdict(policy, "https://[64:ff9b:1:a9fe:a9:fe00::]/")).isEqualTo(new Blocked());
    assertThat(verdict(policy, "https://[64:ff9b::808:808]/")).isEqualTo(new Blocked());
  }

  @Test
  void opensPortsAndPlainHttp() {
    var policy = TargetPolicy.publicOnly().reaching(Set.of(80, 9000), true);

    assertThat(verdict(policy, "http://example.com/")).isInstanceOf(Permitted.class);
    assertThat(verdict(policy, "https://example.com:9000/")).isInstanceOf(Permitted.class);
    assertThat(verdict(policy, "https://example.com/")).isEqualTo(new Blocked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3/8",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.*.0.0",
        "10.0-5.0.0",
        "10",
        "0x0a000001",
        "010.0.0.1",
        "fe80::1%eth0",
        "example.com",
        "::/129",
        "/8",
        "all"
      })
  void refusesAConfigurationThatIsNoRange(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TargetPolicy.allowing(List.of(text)))
        .withMessageContaining(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "64:ff9b::/95", "64:ff9b::1"})
  void refusesANat64PrefixOfAnotherForm(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TargetPolicy.publicOnly().translating(List.of(text)));
  }

  private TargetVerdict verdict(TargetPolicy policy, String uri) {
    return names.guard(policy).check(uri).result();
  }
}
