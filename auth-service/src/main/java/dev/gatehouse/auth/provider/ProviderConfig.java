package dev.gatehouse.auth.provider;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/**
 * OpenID providers whose accounts people sign in with, each under a short name of lower-case
 * letters and digits. The redirect URI to register there is the origin and {@code /login/with/},
 * the name, {@code /callback}.
 */
@ConfigMapping(prefix = "gatehouse.sign-in.providers")
interface ProviderConfig {

  /** The providers by name. */
  @WithParentName
  Map<String, Provider> byName();

  /** One OpenID provider. */
  interface Provider {
    /** What the button on the sign-in page says. */
    String label();

    /** The provider's issuer, exactly as its metadata and ID tokens say it. */
    String issuer();

    /** Our client id there. */
    String clientId();

    /** Our secret there; none for a public client. */
    Optional<String> clientSecret();

    /** What is asked for, separated by spaces. */
    @WithDefault("openid profile")
    String scope();

    /**
     * Whether everybody with an account there gets one here; otherwise people need an invitation
     * the first time. An account alone gives access to nothing.
     */
    @WithDefault("false")
    boolean openToAll();
  }
}
