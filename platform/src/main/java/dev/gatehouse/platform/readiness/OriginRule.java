package dev.gatehouse.platform.readiness;

import dev.gatehouse.platform.security.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;

/** The public origin is https, or plain http on loopback in a local run, and has no path. */
@ApplicationScoped
class OriginRule implements ReadinessRule {
  private final Origin origin;

  OriginRule(Origin origin) {
    this.origin = origin;
  }

  @Override
  public List<Violation> check(RunMode mode) {
    URI uri = URI.create(origin.value());
    if (uri.getHost() == null || !origin.value().endsWith("://" + uri.getRawAuthority())) {
      return List.of(
          new Violation(
              "gatehouse.origin",
              "'" + origin.value() + "' is more than scheme, host and port.",
              "Give the suite a host of its own: issuer, metadata and resources are below its root."));
    }
    boolean loopback =
        List.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(uri.getHost()));
    if ("https".equals(uri.getScheme())
        || (mode == RunMode.LOCAL && loopback && "http".equals(uri.getScheme()))) {
      return List.of();
    }
    return List.of(
        new Violation(
            "gatehouse.origin",
            "'" + origin.value() + "' would send tokens and cookies in clear text.",
            "Set an https origin."));
  }
}
