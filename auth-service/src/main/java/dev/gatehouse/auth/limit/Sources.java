package dev.gatehouse.auth.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** By what requests are counted together. */
public final class Sources {
  private static final int PREFIX_BYTES = 8;

  private Sources() {}

  /** The address, or of an IPv6 address its /64: whoever has one of those has all of them. */
  public static String of(String address) {
    int zone = address.indexOf('%');
    try {
      return InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone))
              instanceof Inet6Address six
          ? HexFormat.of().formatHex(six.getAddress(), 0, PREFIX_BYTES)
          : address;
    } catch (IllegalArgumentException _) {
      return address;
    }
  }
}
