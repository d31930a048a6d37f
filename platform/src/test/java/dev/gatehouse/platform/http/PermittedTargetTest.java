package dev.gatehouse.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.http.TargetVerdict.Permitted;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What passes, how it is normalised, and the address that is to be connected to. */
class PermittedTargetTest {
  private final TargetGuard guard = Names.allPublic().guard(TargetPolicy.publicOnly());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://example.com                     | https://example.com/                | 93.184.215.14:443
          HTTPS://EXAMPLE.COM/Path?Q=1            | https://example.com/Path?Q=1        | 93.184.215.14:443
          https://example.com./                   | https://example.com/                | 93.184.215.14:443
          https://example.com:443/                | https://example.com/                | 93.184.215.14:443
          https://example.com:8443/mcp            | https://example.com:8443/mcp        | 93.184.215.14:8443
          https://bücher.example/ä                | https://xn--bcher-kva.example/%C3%A4 | 93.184.215.14:443
          https://bücher.example./                | https://xn--bcher-kva.example/      | 93.184.215.14:443
          https://xn--bcher-kva.example/          | https://xn--bcher-kva.example/      | 93.184.215.14:443
          https://0x7f.example/                   | https://0x7f.example/               | 93.184.215.14:443
          https://8.8.8.8/a%2Fb                   | https://8.8.8.8/a%2Fb               | 8.8.8.8:443
          https://100.63.255.255/                 | https://100.63.255.255/             | 100.63.255.255:443
          https://172.32.0.1/                     | https://172.32.0.1/                 | 172.32.0.1:443
          https://[2606:4700:0::1111]/            | https://[2606:4700::1111]/          | 2606:4700:0:0:0:0:0:1111:443
          https://[64:ff9b::8.8.8.8]/             | https://[64:ff9b::808:808]/         | 64:ff9b:0:0:0:0:808:808:443
          https://[2606:4700::5efe:8.8.8.8]/      | https://[2606:4700::5efe:808:808]/  | 2606:4700:0:0:0:5efe:808:808:443
          """)
  void permits(String uri, String normalised, String address) {
    var verdict = guard.check(uri).result();

    assertThat(verdict).isInstanceOf(Permitted.class);
    var permitted = (Permitted) verdict;
    assertThat(permitted.uri()).hasToString(normalised);
    assertThat(permitted.address().hostAddress() + ":" + permitted.address().port())
        .isEqualTo(address);
    assertThat(permitted.address().hostName()).as("nothing to look up again").isNull();
  }
}
