package dev.gatehouse.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.http.TargetVerdict.Blocked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, authorities, ports and schemes that are refused although the name resolves publicly. */
class BlockedUriTest {
  private final TargetGuard guard = Names.allPublic().guard(TargetPolicy.publicOnly());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://faß.example/                    | IDNA deviation, sharp s
          https://a\u200db.example/               | IDNA deviation, joiner
          https://localhost/                      | localhost
          https://LOCALHOST/                      | localhost, upper case
          https://localhost./                     | localhost, trailing dot
          https://ｌｏｃａｌｈｏｓｔ/                    | localhost, full-width
          https://anything.localhost/             | below localhost
          https://example.com../                  | two trailing dots
          https://.example.com/                   | empty first label
          https://a..example.com/                 | empty label
          https://-a.example.com/                 | hyphen first
          https://my_host.example.com/            | underscore
          https:///path                           | no host
          https://:443/                           | port without host
          https:example.com                       | opaque
          https://user@example.com/               | user
          https://user:word@example.com/          | user and password
          https://@example.com/                   | empty user information
          https://example.com@127.0.0.1/          | host in user information
          https://a@b@example.com/                | two at signs
          https://example.com/#fragment           | fragment
          https://example.com/#                   | empty fragment
          https://example.com:0/                  | port 0
          https://example.com:65536/              | port too large
          https://example.com:99999999999/        | port overflow
          https://example.com:+443/               | signed port
          https://example.com:/                   | empty port
          https://example.com:443:443/            | two ports
          https://example.com:22/                 | ssh
          https://example.com:25/                 | smtp
          https://example.com:6379/               | port of no permitted service
          http://example.com/                     | http to a public address
          ftp://example.com/                      | scheme
          file:///etc/passwd                      | scheme
          gopher://example.com:443/               | scheme
          ws://example.com:443/                   | scheme
          //example.com/                          | no scheme
          /path                                   | path only
          """)
  void blocks(String uri, String why) {
    var verdict = guard.check(uri).result();

    assertThat(verdict).as(why).isEqualTo(new Blocked());
  }
}
