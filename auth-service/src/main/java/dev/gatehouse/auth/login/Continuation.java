package dev.gatehouse.auth.login;

import java.util.Optional;

/** Knows what a person signs in for, by the path that the browser is to go on to. */
public interface Continuation {

  /** Empty if the path is not one that this browser can go on to. */
  Optional<Purpose> find(String path, Browser browser);

  /**
   * Why somebody signs in.
   *
   * @param client name of the application that waits
   * @param redirectUri where the answer to it will go
   */
  record Purpose(String client, String redirectUri) {}
}
