package dev.gatehouse.platform.http;

import inet.ipaddr.IPAddress;
import inet.ipaddr.ipv4.IPv4Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * IPv4 addresses that a router or a tunnel end takes out of an IPv6 address. Mapped, compatible,
 * 6to4 and Teredo addresses are closed as a whole by {@link SpecialPurposeAddresses}; these two are
 * not, because networks with NAT64 reach every IPv4 host that way and because an interface
 * identifier tells nothing about its prefix.
 */
final class EmbeddedAddress {
  private static final Set<Integer> NAT64_LENGTHS = Set.of(32, 40, 48, 56, 64, 96);

  private EmbeddedAddress() {}

  static void requireNat64Prefix(AddressRange range) {
    Integer length = range.block().getNetworkPrefixLength();
    if (!range.block().isIPv6() || length == null || !NAT64_LENGTHS.contains(length)) {
      throw new IllegalArgumentException("Not a NAT64 prefix of RFC 6052: " + range);
    }
  }

  /**
   * The address after a NAT64 prefix; bits 64 to 71 are never part of it (RFC 6052 section 2.2).
   */
  static Optional<IPAddress> behindNat64(List<AddressRange> prefixes, IPAddress address) {
    return prefixes.stream()
        .filter(prefix -> prefix.contains(address))
        .findFirst()
        .map(prefix -> after(address.getBytes(), prefix.block().getNetworkPrefixLength() / 8));
  }

  /** The address in an ISATAP interface identifier, {@code …:0:5efe:a.b.c.d} (RFC 5214). */
  static Optional<IPAddress> inInterfaceIdentifier(IPAddress address) {
    byte[] bytes = address.getBytes();
    boolean isatap =
        bytes.length == 16
            && (bytes[8] & ~0x02) == 0
            && bytes[9] == 0
            && bytes[10] == 0x5e
            && bytes[11] == (byte) 0xfe;
    return isatap ? Optional.of(after(bytes, 12)) : Optional.empty();
  }

  private static IPAddress after(byte[] bytes, int offset) {
    byte[] embedded = new byte[4];
    int from = offset;
    for (int to = 0; to < 4; to++) {
      if (from == 8) {
        from++;
      }
      embedded[to] = bytes[from++];
    }
    return new IPv4Address(embedded);
  }
}
