package dev.gatehouse.auth.provider;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A sign-in at a provider that does not come to an end; the rule goes into the audit trail. */
final class ProviderException extends RuntimeException {
  private final Rule rule;

  /** What went wrong. */
  enum Rule {
    PROVIDER_AWAY,
    PROVIDER_METADATA,
    PROVIDER_REFUSED,
    WRONG_ISSUER,
    TOKEN_REFUSED,
    ID_TOKEN_INVALID,
    NOT_SIGNED_IN_AGAIN;

    String value() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  ProviderException(Rule rule, @Nullable Throwable cause) {
    super(rule.value(), cause);
    this.rule = rule;
  }

  Rule rule() {
    return rule;
  }
}
