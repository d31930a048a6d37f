package dev.gatehouse.platform.http;

import static dev.gatehouse.platform.http.SpecialPurposeAddresses.Opening.NEVER;
import static dev.gatehouse.platform.http.SpecialPurposeAddresses.Opening.OPERATOR;

import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.Optional;

/**
 * Every block of addresses that is not the public Internet: the IANA IPv4 and IPv6 special-purpose
 * registries (RFC 6890), multicast, deprecated and unallocated space, and the metadata services of
 * clouds. The first row that contains an address is the one that counts, so single addresses stand
 * before the blocks around them.
 */
final class SpecialPurposeAddresses {
  /** Whether an operator's allow-list can open the row. */
  enum Opening {
    OPERATOR,
    NEVER
  }

  /** One row; {@code purpose} is for the operator's log. */
  record Row(AddressRange range, Opening opening, String purpose) {}

  private static final List<Row> ROWS =
      List.of(
          // Metadata and host services of clouds. Link-local ones are under 169.254.0.0/16.
          row("100.100.100.200", NEVER, "cloud metadata (Alibaba)"),
          row("168.63.129.16", NEVER, "cloud host service (Azure)"),
          row("fd00:ec2::/32", NEVER, "cloud metadata (AWS)"),
          row("fd20:ce::254", NEVER, "cloud metadata (Google)"),
          row("fd00:42::42", NEVER, "cloud metadata (Scaleway)"),
          row("0.0.0.0/8", NEVER, "this network, RFC 791"),
          row("10.0.0.0/8", OPERATOR, "private use, RFC 1918"),
          row("100.64.0.0/10", OPERATOR, "shared address space, RFC 6598"),
          row("127.0.0.0/8", OPERATOR, "loopback, RFC 1122"),
          row("169.254.0.0/16", NEVER, "link-local and cloud metadata, RFC 3927"),
          row("172.16.0.0/12", OPERATOR, "private use, RFC 1918"),
          row("192.0.0.0/24", NEVER, "protocol assignments, RFC 6890"),
          row("192.0.2.0/24", NEVER, "documentation, RFC 5737"),
          row("192.31.196.0/24", NEVER, "AS112, RFC 7535"),
          row("192.52.193.0/24", NEVER, "AMT, RFC 7450"),
          row("192.88.99.0/24", NEVER, "6to4 relay, RFC 7526"),
          row("192.168.0.0/16", OPERATOR, "private use, RFC 1918"),
          row("192.175.48.0/24", NEVER, "AS112, RFC 7534"),
          row("198.18.0.0/15", OPERATOR, "benchmarking, RFC 2544"),
          row("198.51.100.0/24", NEVER, "documentation, RFC 5737"),
          row("203.0.113.0/24", NEVER, "documentation, RFC 5737"),
          row("224.0.0.0/4", NEVER, "multicast, RFC 5771"),
          row("240.0.0.0/4", NEVER, "reserved and broadcast, RFC 1112"),
          row("::", NEVER, "unspecified, RFC 4291"),
          row("::1", OPERATOR, "loopback, RFC 4291"),
          row("::/96", NEVER, "IPv4-compatible, RFC 4291"),
          row("::ffff:0:0/96", NEVER, "IPv4-mapped, RFC 4291"),
          row("::ffff:0:0:0/96", NEVER, "IPv4-translated, RFC 2765"),
          row("64:ff9b::/96", NEVER, "NAT64, RFC 6052"),
          row("64:ff9b:1::/48", NEVER, "local-use NAT64, RFC 8215"),
          row("100::/64", NEVER, "discard only, RFC 6666"),
          row("100:0:0:1::/64", NEVER, "dummy prefix, RFC 9780"),
          row("2001::/32", NEVER, "Teredo, RFC 4380"),
          row("2001:2::/48", NEVER, "benchmarking, RFC 5180"),
          row("2001:10::/28", NEVER, "ORCHID, RFC 4843"),
          row("2001::/23", NEVER, "protocol assignments, RFC 2928"),
          row("2001:db8::/32", NEVER, "documentation, RFC 3849"),
          row("2002::/16", NEVER, "6to4, RFC 3056"),
          row("2620:4f:8000::/48", NEVER, "AS112, RFC 7534"),
          row("3ffe::/16", NEVER, "6bone, RFC 3701"),
          row("3fff::/20", NEVER, "documentation, RFC 9637"),
          row("5f00::/16", NEVER, "segment routing, RFC 9602"),
          row("fc00::/7", OPERATOR, "unique local, RFC 4193"),
          row("fe80::/10", NEVER, "link-local, RFC 4291"),
          row("fec0::/10", NEVER, "site-local, RFC 3879"),
          row("ff00::/8", NEVER, "multicast, RFC 4291"),
          // All that is not 2000::/3, the only IPv6 space given out as global unicast.
          row("::/3", NEVER, "reserved, RFC 4291"),
          row("4000::/2", NEVER, "reserved, RFC 4291"),
          row("8000::/1", NEVER, "reserved, RFC 4291"));

  private SpecialPurposeAddresses() {}

  static Optional<Row> find(IPAddress address) {
    return ROWS.stream().filter(row -> row.range().contains(address)).findFirst();
  }

  static List<Row> rows() {
    return ROWS;
  }

  private static Row row(String range, Opening opening, String purpose) {
    return new Row(AddressRange.parse(range), opening, purpose);
  }
}
