package dev.gatehouse.platform.http;

import dev.gatehouse.platform.http.SpecialPurposeAddresses.Opening;
import inet.ipaddr.IPAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator permits outbound requests to reach. Without any setting: HTTPS to public
 * addresses on ports 443 and 8443.
 *
 * @param allowedPrivateTargets private ranges that may be reached, over http as well, on ports 80,
 *     443 and from 1024. They open loopback, RFC 1918, CGNAT, benchmarking and unique local
 *     addresses only; link-local, multicast, metadata services and the like stay closed whatever is
 *     listed. List single addresses rather than networks: every port of them is opened.
 * @param deniedTargets public ranges that must not be reached, such as the operator's own
 *     perimeter; stronger than every other setting
 * @param nat64Prefixes prefixes of the NAT64 in use (RFC 6052, lengths 32 to 96); an address under
 *     one is judged by the IPv4 address in it and is never private
 * @param publicPorts ports that may be reached at public addresses
 * @param plainHttp whether http is permitted to public addresses
 * @param internalDomains domains of the operator's network, beside those that are so everywhere:
 *     below them nobody is told whether a name exists
 */
public record TargetPolicy(
    List<AddressRange> allowedPrivateTargets,
    List<AddressRange> deniedTargets,
    List<AddressRange> nat64Prefixes,
    Set<Integer> publicPorts,
    boolean plainHttp,
    Set<String> internalDomains) {

  private static final List<AddressRange> WELL_KNOWN_NAT64 =
      AddressRange.parseAll(List.of("64:ff9b::/96"));

  public TargetPolicy {
    allowedPrivateTargets = List.copyOf(allowedPrivateTargets);
    deniedTargets = List.copyOf(deniedTargets);
    nat64Prefixes = List.copyOf(nat64Prefixes);
    publicPorts = Set.copyOf(publicPorts);
    internalDomains = Set.copyOf(internalDomains);
    nat64Prefixes.forEach(EmbeddedAddress::requireNat64Prefix);
  }

  /** HTTPS to the public Internet and nothing else. */
  public static TargetPolicy publicOnly() {
    return allowing(List.of());
  }

  /**
   * The default policy with private ranges opened.
   *
   * @throws IllegalArgumentException naming the entry that is not an address or CIDR block
   */
  public static TargetPolicy allowing(Collection<String> privateRanges) {
    return new TargetPolicy(
        AddressRange.parseAll(privateRanges),
        List.of(),
        WELL_KNOWN_NAT64,
        Set.of(443, 8443),
        false,
        Set.of());
  }

  /** This policy with further public ranges closed. */
  public TargetPolicy denying(Collection<String> ranges) {
    return new TargetPolicy(
        allowedPrivateTargets,
        AddressRange.parseAll(ranges),
        nat64Prefixes,
        publicPorts,
        plainHttp,
        internalDomains);
  }

  /** This policy for a network with its own NAT64 prefixes. */
  public TargetPolicy translating(Collection<String> prefixes) {
    return new TargetPolicy(
        allowedPrivateTargets,
        deniedTargets,
        AddressRange.parseAll(prefixes),
        publicPorts,
        plainHttp,
        internalDomains);
  }

  /** This policy with other ports and, if wished, http to public addresses. */
  public TargetPolicy reaching(Set<Integer> ports, boolean overPlainHttp) {
    return new TargetPolicy(
        allowedPrivateTargets, deniedTargets, nat64Prefixes, ports, overPlainHttp, internalDomains);
  }

  /**
   * This policy with domains whose names are the operator's business.
   *
   * @throws IllegalArgumentException naming the entry that is no domain
   */
  public TargetPolicy hiding(Collection<String> domains) {
    return new TargetPolicy(
        allowedPrivateTargets,
        deniedTargets,
        nat64Prefixes,
        publicPorts,
        plainHttp,
        InternalNames.parseAll(domains));
  }

  /**
   * Whether nobody is told that there is no such name.
   *
   * @param name ASCII, lower case, without trailing dot
   */
  boolean hides(String name) {
    return InternalNames.contain(name, internalDomains);
  }

  /** Whether there is an address at which this may be reached. */
  boolean opens(boolean secure, int port) {
    return publicRefusal(secure, port).isEmpty()
        || !allowedPrivateTargets.isEmpty() && listedRefusal(port).isEmpty();
  }

  /** Why an address must not be connected to, for the operator's log; empty if it may. */
  Optional<String> refusal(boolean secure, int port, IPAddress address) {
    Optional<IPAddress> translated = EmbeddedAddress.behindNat64(nat64Prefixes, address);
    if (translated.isPresent()) {
      return closed(translated.get()).or(() -> publicRefusal(secure, port));
    }
    Optional<IPAddress> tunnelled = EmbeddedAddress.inInterfaceIdentifier(address);
    Optional<String> inside = tunnelled.flatMap(this::closed);
    if (inside.isPresent()) {
      return inside;
    }
    return listed(address)
        ? listedRefusal(port)
        : closed(address).or(() -> publicRefusal(secure, port));
  }

  private boolean listed(IPAddress address) {
    return contains(allowedPrivateTargets, address)
        && !contains(deniedTargets, address)
        && SpecialPurposeAddresses.find(address)
            .filter(row -> row.opening() == Opening.NEVER)
            .isEmpty();
  }

  private Optional<String> closed(IPAddress address) {
    return contains(deniedTargets, address)
        ? Optional.of("denied by the operator")
        : SpecialPurposeAddresses.find(address).map(SpecialPurposeAddresses.Row::purpose);
  }

  private Optional<String> publicRefusal(boolean secure, int port) {
    if (!secure && !plainHttp) {
      return Optional.of("http to a public address");
    }
    return publicPorts.contains(port) ? Optional.empty() : Optional.of("port " + port);
  }

  private static Optional<String> listedRefusal(int port) {
    boolean open = port == 80 || port == 443 || port >= 1024;
    return open ? Optional.empty() : Optional.of("port " + port);
  }

  private static boolean contains(List<AddressRange> ranges, IPAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }
}
