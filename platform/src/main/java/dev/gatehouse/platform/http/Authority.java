package dev.gatehouse.platform.http;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.net.IDN;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Host and port of a URI, read more strictly than {@link URI} does: it knows neither
 * internationalised hosts nor other spellings of IPv4 addresses. Only what has one meaning to every
 * parser is accepted.
 *
 * @param host what goes into {@code Host} and SNI: ASCII, lower case, no trailing dot; brackets
 *     around IPv6
 * @param port as written, else the scheme's
 * @param literal the address, if the host is one
 */
record Authority(String host, int port, Optional<IPAddress> literal) {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?<host>\\[[^\\[\\]]*]|[^\\[\\]:@%]+)(?::(?<port>[0-9]{1,5}))?");

  /**
   * A host whose last label starts with a digit is an IPv4 address in some spelling (WHATWG URL,
   * host parsing), or at least no name of the DNS, where top-level labels start with a letter.
   */
  private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?[0-9][^.]*");

  /** IDNA 2003 turns these into something else than IDNA 2008 does, so the name is ambiguous. */
  private static final Pattern IDNA_DEVIATION = Pattern.compile("[ßẞς\\u200c\\u200d]");

  private static final IPAddressStringParameters ADDRESS = AddressRange.strictly(false);

  /** Empty if the authority is missing, has user information, or is not exact in any way. */
  static Optional<Authority> of(URI uri) {
    var parts = HOST_AND_PORT.matcher(Optional.ofNullable(uri.getRawAuthority()).orElse(""));
    if (!parts.matches()) {
      return Optional.empty();
    }
    int port = port(parts.group("port"), uri.getScheme());
    String host = parts.group("host");
    return port < 1 || port > 65535
        ? Optional.empty()
        : host.startsWith("[") ? ipv6(host, port) : nameOrIpv4(host, port);
  }

  /** The URI with this host and port, and with at least a slash as path. */
  URI in(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String shownPort = port == defaultPort(scheme) ? "" : ":" + port;
    String text = scheme + "://" + host + shownPort + path + query;
    return URI.create(URI.create(text).toASCIIString());
  }

  private static int defaultPort(String scheme) {
    return scheme.equalsIgnoreCase("https") ? 443 : 80;
  }

  private static int port(@Nullable String written, String scheme) {
    return written != null ? Integer.parseInt(written) : defaultPort(scheme);
  }

  private static Optional<Authority> ipv6(String bracketed, int port) {
    return address(bracketed.substring(1, bracketed.length() - 1))
        .filter(IPAddress::isIPv6)
        .map(a -> new Authority("[" + a.toCanonicalString() + "]", port, Optional.of(a)));
  }

  private static Optional<Authority> nameOrIpv4(String text, int port) {
    return ascii(text)
        .flatMap(name ->
            NUMERIC.matcher(name).matches()
                ? ipv4(text, port)
                : Optional.of(new Authority(name, port, Optional.empty())));
  }

  /** A name in ASCII and lower case without trailing dot; empty if it is none, or an address. */
  static Optional<String> name(String text) {
    return ascii(text).filter(name -> !NUMERIC.matcher(name).matches());
  }

  /** Dotted decimal only; octal, hexadecimal, short and full-width spellings are refused. */
  private static Optional<Authority> ipv4(String text, int port) {
    return address(text)
        .filter(a -> a.isIPv4() && a.toCanonicalString().equals(text))
        .map(a -> new Authority(text, port, Optional.of(a)));
  }

  private static Optional<IPAddress> address(String text) {
    return text.contains("%")
        ? Optional.empty()
        : Optional.ofNullable(new IPAddressString(text, ADDRESS).getAddress());
  }

  private static Optional<String> ascii(String text) {
    if (IDNA_DEVIATION.matcher(text).find()) {
      return Optional.empty();
    }
    try {
      String ascii = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
      return name.isEmpty() || name.endsWith(".") || name.length() > 253
          ? Optional.empty()
          : Optional.of(name);
    } catch (IllegalArgumentException notAName) {
      return Optional.empty();
    }
  }
}
