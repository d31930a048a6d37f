package dev.gatehouse.platform.http;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.Collection;
import java.util.List;

/**
 * A block of IPv4 or IPv6 addresses, as an operator writes it: {@code 10.1.0.0/16}, {@code ::1}.
 */
public record AddressRange(IPAddress block) {
  private static final IPAddressStringParameters CIDR = strictly(true);

  /** No wildcards, ranges, masks, joined or octal segments: one text, one meaning. */
  static IPAddressStringParameters strictly(boolean prefixAllowed) {
    var builder = new IPAddressStringParameters.Builder();
    builder.getIPv4AddressParametersBuilder().allowLeadingZeros(false);
    return builder
        .allowEmpty(false)
        .allowAll(false)
        .allowPrefix(prefixAllowed)
        .allowMask(false)
        .allowPrefixOnly(false)
        .allowSingleSegment(false)
        .allowWildcardedSeparator(false)
        .allow_inet_aton(false)
        .setRangeOptions(RangeParameters.NO_RANGE)
        .toParams();
  }

  /**
   * Parses an address or a CIDR block.
   *
   * @throws IllegalArgumentException naming the text, if it is neither or has bits set below its
   *     prefix ({@code 10.1.2.3/8} is more likely a slip than a wish for all of 10.0.0.0/8)
   */
  public static AddressRange parse(String text) {
    IPAddress address = new IPAddressString(text.strip(), CIDR).getAddress();
    if (address == null || address.isIPv6() && address.toIPv6().hasZone()) {
      throw new IllegalArgumentException("Not an address or CIDR block: " + text);
    }
    if (address.isPrefixed() && !address.isPrefixBlock()) {
      throw new IllegalArgumentException(
          "Bits are set below the prefix of " + text + "; is it " + address.toPrefixBlock() + "?");
    }
    return new AddressRange(address);
  }

  static List<AddressRange> parseAll(Collection<String> texts) {
    return texts.stream().filter(text -> !text.isBlank()).map(AddressRange::parse).toList();
  }

  /** Whether any address is in both blocks. */
  public boolean overlaps(AddressRange other) {
    return block.contains(other.block) || other.block.contains(block);
  }

  boolean contains(IPAddress address) {
    return block.contains(address);
  }

  @Override
  public String toString() {
    return block.toCanonicalString();
  }
}
