package dev.gatehouse.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.http.TargetVerdict.Blocked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to write an IPv4 address that is not the public Internet. */
class BlockedIpv4Test {
  private final TargetGuard guard = Names.allPublic().guard(TargetPolicy.publicOnly());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://127.0.0.1/                      | loopback
          https://127.255.255.254/                | end of loopback
          https://2130706433/                     | decimal
          https://0x7f000001/                     | hexadecimal
          https://0X7F000001/                     | hexadecimal, upper case
          https://017700000001/                   | octal
          https://0177.0.0.1/                     | octal segment
          https://0x7f.0.0.1/                     | hexadecimal segment
          https://0x7f.1/                         | hexadecimal, short
          https://127.1/                          | two segments
          https://127.0.1/                        | three segments
          https://127.0.0.01/                     | leading zero
          https://127.000.000.001/                | leading zeros
          https://127.0.0.1./                     | trailing dot
          https://127.0.0.0x1/                    | mixed bases
          https://4294967297/                     | overflow
          https://0x100000000/                    | overflow, hexadecimal
          https://0/                              | zero
          https://0x/                             | empty hexadecimal number
          https://256.256.256.256/                | segments out of range
          https://1.2.3.4.5/                      | five segments
          https://8.8.8.0x8/                      | public, but not dotted decimal
          https://134744072/                      | public as a decimal
          https://example.123/                    | name that ends in a number
          https://127.0.0.1%2f.example.com/       | percent encoding in the host
          https://%31%32%37.0.0.1/                | percent-encoded digits
          https://１２７.0.0.1/                     | full-width digits
          https://127。0。0。1/                     | ideographic full stops
          https://①②⑦.⓪.⓪.①/                     | enclosed digits
          https://８.８.８.８/                       | public in full-width digits
          https://0.0.0.0/                        | unspecified
          https://0.1.2.3/                        | this network
          https://10.0.0.1/                       | RFC 1918
          https://10.255.255.255/                 | RFC 1918, end
          https://172.16.0.1/                     | RFC 1918
          https://172.31.255.255/                 | RFC 1918, end
          https://192.168.1.1/                    | RFC 1918
          https://100.64.0.1/                     | CGNAT
          https://100.127.255.254/                | CGNAT, end
          https://100.100.100.200/                | metadata, Alibaba
          https://168.63.129.16/                  | host service, Azure
          https://169.254.169.254/                | metadata
          https://2852039166/                     | metadata, decimal
          https://0xa9fea9fe/                     | metadata, hexadecimal
          https://169.254.43518/                  | metadata, three segments
          https://0251.0376.0251.0376/            | metadata, octal
          https://169.254.170.2/                  | container credentials
          https://192.0.0.1/                      | protocol assignments
          https://192.0.0.192/                    | metadata, Oracle
          https://192.0.2.1/                      | documentation
          https://192.31.196.1/                   | AS112
          https://192.52.193.1/                   | AMT
          https://192.88.99.1/                    | 6to4 relay
          https://192.175.48.1/                   | AS112
          https://198.18.0.1/                     | benchmarking
          https://198.19.255.255/                 | benchmarking, end
          https://198.51.100.1/                   | documentation
          https://203.0.113.1/                    | documentation
          https://224.0.0.1/                      | multicast
          https://239.255.255.255/                | multicast, end
          https://240.0.0.1/                      | reserved
          https://255.255.255.255/                | broadcast
          """)
  void blocks(String uri, String why) {
    var verdict = guard.check(uri).result();

    assertThat(verdict).as(why).isEqualTo(new Blocked());
  }
}
