package dev.gatehouse.platform.vault;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The least that each service needs of Vault, as ACL policies for whoever sets a Vault up. */
public final class VaultPolicies {
  /** The services that have a policy; the policy is named like the service. */
  public static final List<String> SERVICES =
      List.of("auth", "gateway", "registry", "connector-sync", "audit");

  private VaultPolicies() {}

  /**
   * The policy of a service in HCL.
   *
   * @throws IllegalArgumentException if there is no such service
   */
  public static String of(String service) {
    if (!SERVICES.contains(service)) {
      throw new IllegalArgumentException("no policy of '" + service + "'");
    }
    String resource = "/vault/policies/" + service + ".hcl";
    try (InputStream policy = VaultPolicies.class.getResourceAsStream(resource)) {
      if (policy == null) {
        throw new IllegalStateException("missing on the class path: " + resource);
      }
      return new String(policy.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
