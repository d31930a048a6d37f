package dev.gatehouse.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.http.TargetVerdict.Blocked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IPv6 addresses that are not the public Internet or carry an IPv4 address that is not. */
class BlockedIpv6Test {
  private final TargetGuard guard = Names.allPublic().guard(TargetPolicy.publicOnly());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://[::]/                           | unspecified
          https://[::1]/                          | loopback
          https://[0:0:0:0:0:0:0:1]/              | loopback, long
          https://[0000:0000:0000:0000:0000:0000:0000:0001]/ | loopback, full
          https://[::1%25lo]/                     | zone
          https://[::1%lo]/                       | zone, not encoded
          https://[2606:4700::1%251]/             | zone on a public address
          https://[fe80::1]/                      | link-local
          https://[fe80::1%25eth0]/               | link-local with zone
          https://[febf::1]/                      | link-local, end
          https://[fec0::1]/                      | site-local
          https://[feff::1]/                      | site-local, end
          https://[fc00::1]/                      | unique local
          https://[fdff::1]/                      | unique local, end
          https://[fd00:ec2::254]/                | metadata, AWS
          https://[fd20:ce::254]/                 | metadata, Google
          https://[ff02::1]/                      | multicast
          https://[::ffff:127.0.0.1]/             | IPv4-mapped
          https://[::ffff:7f00:1]/                | IPv4-mapped, hexadecimal
          https://[0:0:0:0:0:ffff:127.0.0.1]/     | IPv4-mapped, long
          https://[::ffff:169.254.169.254]/       | IPv4-mapped metadata
          https://[::FFFF:A9FE:A9FE]/             | IPv4-mapped metadata, upper case
          https://[::ffff:8.8.8.8]/               | IPv4-mapped public
          https://[::127.0.0.1]/                  | IPv4-compatible
          https://[::8.8.8.8]/                    | IPv4-compatible public
          https://[::ffff:0:127.0.0.1]/           | IPv4-translated
          https://[64:ff9b::127.0.0.1]/           | NAT64
          https://[64:ff9b::a9fe:a9fe]/           | NAT64 metadata
          https://[64:ff9b::10.0.0.1]/            | NAT64 private
          https://[64:ff9b:0:0:0:1::]/            | beside the NAT64 prefix
          https://[64:ff9b:1::8.8.8.8]/           | local-use NAT64
          https://[64:ff9b:1:ffff::a00:1]/        | local-use NAT64
          https://[2002:7f00:1::]/                | 6to4 of loopback
          https://[2002:a9fe:a9fe::1]/            | 6to4 of metadata
          https://[2002:808:808::1]/              | 6to4 of a public address
          https://[2001:0:808:808::80ff:fefe]/    | Teredo of loopback
          https://[2001:0:5601:5601::1]/          | Teredo
          https://[2606:4700::5efe:127.0.0.1]/    | ISATAP of loopback
          https://[2606:4700::200:5efe:a00:1]/    | ISATAP of a private address
          https://[100::1]/                       | discard only
          https://[100:0:0:1::1]/                 | dummy prefix
          https://[2001:2::1]/                    | benchmarking
          https://[2001:10::1]/                   | ORCHID
          https://[2001:20::1]/                   | ORCHID version 2
          https://[2001:1ff::1]/                  | protocol assignments, end
          https://[2001:db8::1]/                  | documentation
          https://[3fff:fff::1]/                  | documentation, second block
          https://[3ffe::1]/                      | 6bone
          https://[2620:4f:8000::1]/              | AS112
          https://[5f00::1]/                      | segment routing
          https://[4000::1]/                      | not given out
          https://[1000::1]/                      | not given out
          https://[fe00::1]/                      | not given out
          https://[::1/128]/                      | prefix length
          https://[::0-1]/                        | range
          """)
  void blocks(String uri, String why) {
    var verdict = guard.check(uri).result();

    assertThat(verdict).as(why).isEqualTo(new Blocked());
  }
}
