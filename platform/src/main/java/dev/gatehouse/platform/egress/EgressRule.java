package dev.gatehouse.platform.egress;

import dev.gatehouse.platform.http.AddressRange;
import dev.gatehouse.platform.http.TargetPolicy;
import dev.gatehouse.platform.readiness.ReadinessRule;
import dev.gatehouse.platform.readiness.RunMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** In production no tenant reaches this machine itself, nor the metadata service of a cloud. */
@ApplicationScoped
class EgressRule implements ReadinessRule {
  private static final List<AddressRange> NEVER =
      Stream.of("127.0.0.0/8", "::1", "0.0.0.0/8", "::/128", "169.254.0.0/16")
          .map(AddressRange::parse)
          .toList();

  private final EgressConfig config;

  EgressRule(EgressConfig config) {
    this.config = config;
  }

  @Override
  public List<Violation> check(RunMode mode) {
    if (mode == RunMode.LOCAL) {
      return List.of();
    }
    Stream<Violation> ranges =
        config.allowedPrivateTargets().orElse(List.of()).stream()
            .filter(text -> !text.isBlank())
            .flatMap(text -> violation(text).stream());
    return Stream.concat(ranges, noDomains().stream()).toList();
  }

  private static Optional<Violation> violation(String text) {
    try {
      AddressRange range = AddressRange.parse(text);
      return NEVER.stream().noneMatch(range::overlaps)
          ? Optional.empty()
          : Optional.of(
              violation(
                  "'" + text + "' opens this machine or the cloud's metadata to tenants.",
                  "Name the private networks of the upstreams instead."));
    } catch (IllegalArgumentException e) {
      return Optional.of(violation(e.getMessage() + ".", "Write it as 10.1.2.0/24 or fd12::/64."));
    }
  }

  private Optional<Violation> noDomains() {
    try {
      var _ = TargetPolicy.publicOnly().hiding(config.internalDomains().orElse(List.of()));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          new Violation(
              "gatehouse.egress.internal-domains",
              e.getMessage() + ".",
              "Write it as corp.example.com."));
    }
  }

  private static Violation violation(String problem, String remedy) {
    return new Violation("gatehouse.egress.allowed-private-targets", problem, remedy);
  }
}
