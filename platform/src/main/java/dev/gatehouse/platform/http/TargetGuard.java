package dev.gatehouse.platform.http;

import dev.gatehouse.platform.http.TargetVerdict.Blocked;
import dev.gatehouse.platform.http.TargetVerdict.Permitted;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Decides whether a URI that a tenant can influence may be connected to. A name is looked up once;
 * every address of it must be permitted; the connection then goes to an address of the verdict, so
 * a name that answers differently the next time (DNS rebinding) changes nothing. Ask again for each
 * new connection and for each redirect.
 *
 * <p>Nothing but http and https without user information and fragment passes, nor a host spelled
 * other than as a name, as dotted decimal, or as IPv6 without zone.
 *
 * <p><b>One answer for every refusal.</b> Also a name that does not resolve is {@link Blocked}: if
 * "no such name" were told apart from "resolves to a private address", a tenant could find out the
 * internal names of the operator's network one by one. The reason is logged for the operator at
 * debug level, with the host and without path and query. How long the answer took is not hidden.
 */
public final class TargetGuard {
  private static final System.Logger LOG = System.getLogger(TargetGuard.class.getName());
  private static final IPAddressGenerator ADDRESSES = new IPAddressGenerator();
  private static final int MAX_ADDRESSES = 8;

  /** What {@code localhost} means without asking anyone (RFC 6761 section 6.3). */
  private static final List<InetAddress> LOOPBACK =
      List.of(
          new IPAddressString("127.0.0.1").getAddress().toInetAddress(),
          new IPAddressString("::1").getAddress().toInetAddress());

  private final TargetPolicy policy;
  private final NameResolver names;
  private final Duration lookupTimeout;

  /** Looks names up with the machine's resolver, for at most 5 s. */
  public TargetGuard(Vertx vertx, TargetPolicy policy) {
    this(policy, new SystemNameResolver(vertx), Duration.ofSeconds(5));
  }

  public TargetGuard(TargetPolicy policy, NameResolver names, Duration lookupTimeout) {
    this.policy = policy;
    this.names = names;
    this.lookupTimeout = lookupTimeout;
  }

  /** The same for a text as a tenant wrote it; what is not a URI is {@link Blocked}. */
  public Future<TargetVerdict> check(String uri) {
    try {
      return check(new URI(uri));
    } catch (URISyntaxException notAUri) {
      return Future.succeededFuture(blocked("", "syntax"));
    }
  }

  /** Never fails: whatever goes wrong is {@link Blocked}. Connects to nothing. */
  public Future<TargetVerdict> check(URI uri) {
    String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http") || uri.getRawFragment() != null) {
      return Future.succeededFuture(blocked("", "scheme or fragment"));
    }
    return Authority.of(uri)
        .map(authority -> check(uri, scheme, authority))
        .orElseGet(() -> Future.succeededFuture(blocked("", "authority")));
  }

  private Future<TargetVerdict> check(URI uri, String scheme, Authority authority) {
    return addresses(authority)
        .map(found -> judge(uri, scheme, authority, found))
        .otherwise(failure -> blocked(authority.host(), "look-up failed: " + failure));
  }

  private Future<List<IPAddress>> addresses(Authority authority) {
    if (authority.literal().isPresent()) {
      return Future.succeededFuture(List.of(authority.literal().get()));
    }
    return lookUp(authority.host())
        .map(found -> found.stream().map(a -> ADDRESSES.from(a.getAddress())).distinct().toList());
  }

  private Future<List<InetAddress>> lookUp(String name) {
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      return Future.succeededFuture(LOOPBACK);
    }
    return Future.succeededFuture()
        .compose(_ -> names.resolve(name))
        .timeout(lookupTimeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private TargetVerdict judge(
      URI uri, String scheme, Authority authority, List<IPAddress> addresses) {
    for (IPAddress address : addresses) {
      var refusal = policy.refusal(scheme.equals("https"), authority.port(), address);
      if (refusal.isPresent()) {
        return blocked(authority.host(), address + ": " + refusal.get());
      }
    }
    return addresses.isEmpty()
        ? blocked(authority.host(), "no address")
        : new Permitted(
            authority.in(uri),
            addresses.stream()
                .limit(MAX_ADDRESSES)
                .map(address -> socketAddress(address, authority.port()))
                .toList());
  }

  private static Blocked blocked(String host, String reason) {
    LOG.log(Level.DEBUG, "Target blocked: host={0} reason={1}", host, reason);
    return new Blocked();
  }

  /** Without the name, so that nothing further down can look it up again or pool by it. */
  private static SocketAddress socketAddress(IPAddress address, int port) {
    return SocketAddress.inetSocketAddress(new InetSocketAddress(address.toInetAddress(), port));
  }
}
