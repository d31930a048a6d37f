package dev.gatehouse.audit.export;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The address of a client, where another schema takes an IP address and nothing else. */
final class SourceIp {
  private SourceIp() {}

  /**
   * @return null for what is no address; IPv6 without its zone
   */
  static @Nullable String of(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      String written = address.getHostAddress();
      if (address instanceof Inet4Address && text.indexOf(':') < 0) {
        return written.equals(text) ? text : null; // not numbers that can be taken for one
      }
      int zone = written.indexOf('%');
      return zone < 0 ? written : written.substring(0, zone);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
