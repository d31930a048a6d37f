package dev.gatehouse.platform.egress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where URLs that a tenant can influence may lead. Without any setting: public HTTPS. */
@ConfigMapping(prefix = "gatehouse.egress")
public interface EgressConfig {

  /** Private addresses and CIDR blocks that may be reached, such as {@code 10.1.2.0/24}. */
  Optional<List<String>> allowedPrivateTargets();

  /**
   * Domains of the network's own name service, such as {@code corp.example.com}: nobody is told
   * whether a name below them exists. Names without a dot and domains that are internal everywhere,
   * such as {@code internal} and {@code cluster.local}, need not be listed.
   */
  Optional<List<String>> internalDomains();

  /** Public addresses and CIDR blocks that must not be reached. */
  Optional<List<String>> deniedTargets();

  /** Prefixes of the NAT64 in use (RFC 6052), judged by the IPv4 address inside. */
  @WithDefault("64:ff9b::/96")
  List<String> nat64Prefixes();

  /** Ports that may be reached at public addresses. */
  @WithDefault("443,8443")
  Set<Integer> publicPorts();

  /** Whether plain http to public addresses is permitted. */
  @WithDefault("false")
  boolean plainHttp();
}
