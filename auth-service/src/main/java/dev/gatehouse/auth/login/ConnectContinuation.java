package dev.gatehouse.auth.login;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A person who opened a link to connect an account at an upstream goes on to it. Whether the link
 * is good, and theirs, is judged where it leads; see ADR 0017.
 */
@ApplicationScoped
class ConnectContinuation implements Continuation {
  private static final Pattern LINK =
      Pattern.compile("/connect/([A-Za-z0-9_-]{43}|to/[0-9a-f-]{36})\\?go=1");

  @Override
  public Optional<Purpose> find(String path, Browser browser) {
    return LINK.matcher(path).matches()
        ? Optional.of(new Purpose("an account at another service", null, false, Instant.EPOCH))
        : Optional.empty();
  }
}
