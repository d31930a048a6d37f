package dev.gatehouse.platform.http;

import dev.gatehouse.platform.http.TargetVerdict.Blocked;
import dev.gatehouse.platform.http.TargetVerdict.Permitted;
import dev.gatehouse.platform.http.TargetVerdict.Unresolved;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Decides whether a URI that a tenant can influence may be connected to. A name is looked up once;
 * every address of it must be permitted; the connection then goes to an address of the verdict, so
 * a name that answers differently the next time (DNS rebinding) changes nothing. Ask again for each
 * new connection and for each redirect.
 *
 * <p>Nothing but http and https without user information and fragment passes, nor a host spelled
 * other than as a name, as dotted decimal, or as IPv6 without zone.
 *
 * <p><b>One answer for every refusal</b>, {@link Blocked}. The reason is logged for the operator at
 * debug level, with the host and without path and query. How long the answer took is not hidden.
 *
 * <p><b>A name that does not resolve</b> is {@link Unresolved}, where that tells nothing of the
 * operator's network: a tenant who heard "no such name" of some internal names and "blocked" of
 * others would know them all, one by one. So a name below an internal domain is {@link Blocked}
 * whether it exists or not, and of any other only the name as it is written counts: where it leads
 * to a blocked address by the machine's search list or hosts file alone, it is as if it led
 * nowhere.
 */
public final class TargetGuard {
  private static final System.Logger LOG = System.getLogger(TargetGuard.class.getName());
  private static final IPAddressGenerator ADDRESSES = new IPAddressGenerator();
  private static final int MAX_ADDRESSES = 8;

  /** What {@code localhost} means without asking anyone (RFC 6761 section 6.3). */
  private static final List<IPAddress> LOOPBACK =
      List.of(
          new IPAddressString("127.0.0.1").getAddress(), new IPAddressString("::1").getAddress());

  private final TargetPolicy policy;
  private final NameResolver names;
  private final Duration lookupTimeout;

  /** Looks names up with the machine's resolver, each time for at most 5 s. */
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
        .map(authority -> check(uri, scheme.equals("https"), authority))
        .orElseGet(() -> Future.succeededFuture(blocked("", "authority")));
  }

  private Future<TargetVerdict> check(URI uri, boolean secure, Authority authority) {
    if (!policy.opens(secure, authority.port())) {
      return Future.succeededFuture(blocked(authority.host(), "scheme and port, at any address"));
    }
    return authority
        .literal()
        .map(address -> Future.succeededFuture(List.of(address)))
        .orElseGet(() -> lookUp(authority.host()))
        .compose(found -> check(uri, secure, authority, found))
        .otherwise(failure -> blocked(authority.host(), "look-up failed: " + failure));
  }

  private Future<TargetVerdict> check(
      URI uri, boolean secure, Authority authority, List<IPAddress> found) {
    String name = authority.host();
    if (found.isEmpty()) {
      return Future.succeededFuture(nothingAt(name));
    }
    TargetVerdict verdict = judge(uri, secure, authority, found);
    return verdict instanceof Permitted || authority.literal().isPresent() || policy.hides(name)
        ? Future.succeededFuture(verdict)
        : lookUp(name + ".").map(whole -> whole.isEmpty() ? nothingAt(name) : verdict);
  }

  private TargetVerdict nothingAt(String name) {
    if (policy.hides(name)) {
      return blocked(name, "no address");
    }
    LOG.log(Level.DEBUG, "Target does not resolve: host={0}", name);
    return new Unresolved();
  }

  /** Empty if there is no such name, or nobody says so in time. */
  private Future<List<IPAddress>> lookUp(String name) {
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      return Future.succeededFuture(LOOPBACK);
    }
    return Future.succeededFuture()
        .compose(_ -> names.resolve(name))
        .timeout(lookupTimeout.toMillis(), TimeUnit.MILLISECONDS)
        .map(found -> found.stream().map(a -> ADDRESSES.from(a.getAddress())).distinct().toList())
        .recover(failure ->
            switch (failure) {
              case UnknownHostException _, TimeoutException _, RejectedExecutionException _ ->
                  Future.succeededFuture(List.of());
              default -> Future.failedFuture(failure);
            });
  }

  private TargetVerdict judge(
      URI uri, boolean secure, Authority authority, List<IPAddress> addresses) {
    for (IPAddress address : addresses) {
      var refusal = policy.refusal(secure, authority.port(), address);
      if (refusal.isPresent()) {
        return blocked(authority.host(), address + ": " + refusal.get());
      }
    }
    return new Permitted(
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
