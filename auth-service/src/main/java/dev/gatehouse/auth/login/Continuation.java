package dev.gatehouse.auth.login;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows what a person signs in for, by the path that the browser is to go on to. */
public interface Continuation {

  /** Empty if the path is not one that this browser can go on to. */
  Optional<Purpose> find(String path, Browser browser);

  /**
   * Why somebody signs in.
   *
   * @param name of the application that waits, or of what else there is to do
   * @param redirectUri where the answer to an application will go; null if nothing leaves the
   *     origin
   * @param invited whether it is for people who need not have an account yet
   * @param signInAfter who signed in before has to do so again
   */
  record Purpose(String name, @Nullable String redirectUri, boolean invited, Instant signInAfter) {}
}
