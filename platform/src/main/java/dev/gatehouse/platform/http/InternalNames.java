package dev.gatehouse.platform.http;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Names that belong to a network and not to the public DNS: whether there is such a name is nobody
 * else's business. Judged by the name alone, whatever a look-up says.
 */
final class InternalNames {
  /** Domains that are never delegated, or are for one network by their purpose. */
  private static final Set<String> WELL_KNOWN =
      Set.of(
          "arpa", // home.arpa (RFC 8375), and what names addresses: in-addr.arpa, ip6.arpa
          "consul",
          "corp", // this, home and mail: withheld by ICANN as in use inside (2018)
          "home",
          "mail",
          "internal", // reserved by ICANN for private use (2024)
          "intranet", // this, lan and private: RFC 6762 appendix G
          "lan",
          "private",
          "local", // RFC 6762, and Kubernetes' cluster.local
          "localdomain",
          "localhost", // RFC 6761 section 6.3
          "svc", // names in Kubernetes that its search list completes
          "test"); // RFC 6761 section 6.2

  private InternalNames() {}

  /**
   * Domains as an operator lists them: {@code corp.example.com}, also with a dot or {@code *.}
   * before it.
   *
   * @throws IllegalArgumentException naming the entry that is no domain
   */
  static Set<String> parseAll(Collection<String> texts) {
    Set<String> domains = new HashSet<>();
    texts.stream()
        .filter(text -> !text.isBlank())
        .forEach(text -> domains.add(parse(text.strip())));
    return domains;
  }

  private static String parse(String text) {
    String domain = text.startsWith("*.") ? text.substring(2) : text.replaceFirst("^\\.", "");
    return Authority.name(domain)
        .orElseThrow(() -> new IllegalArgumentException("Not a domain: " + text));
  }

  /**
   * @param name ASCII, lower case, without trailing dot
   * @param more domains that count too
   */
  static boolean contain(String name, Set<String> more) {
    if (name.indexOf('.') < 0) {
      return true; // the search list of the network completes it
    }
    String domain = name;
    while (!WELL_KNOWN.contains(domain) && !more.contains(domain)) {
      int dot = domain.indexOf('.');
      if (dot < 0) {
        return false;
      }
      domain = domain.substring(dot + 1);
    }
    return true;
  }
}
