package dev.gatehouse.auth.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Registration policies as operators could have set them. */
public final class Policies {
  public static final String TOKEN = "an initial access token of some length";

  private Policies() {}

  public static RegistrationPolicy off() {
    return of(RegistrationMode.OFF, null);
  }

  public static RegistrationPolicy byToken() {
    return of(RegistrationMode.TOKEN, TOKEN);
  }

  private static RegistrationPolicy of(RegistrationMode mode, @Nullable String token) {
    return new RegistrationPolicy(config(mode, token), "production");
  }

  static RegistrationConfig config(@Nullable RegistrationMode mode, @Nullable String token) {
    return new RegistrationConfig() {
      @Override
      public Optional<RegistrationMode> mode() {
        return Optional.ofNullable(mode);
      }

      @Override
      public Optional<String> token() {
        return Optional.ofNullable(token);
      }

      @Override
      public int mostUnused() {
        return 10_000;
      }

      @Override
      public Duration unusedLifetime() {
        return Duration.ofDays(7);
      }

      @Override
      public Duration idleLifetime() {
        return Duration.ofDays(90);
      }
    };
  }
}
