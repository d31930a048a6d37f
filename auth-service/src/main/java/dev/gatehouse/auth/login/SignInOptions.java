package dev.gatehouse.auth.login;

import java.util.List;

/** Ways to sign in besides a password. */
public interface SignInOptions {

  List<Option> options();

  /**
   * @param label what it is called on the page
   * @param path where the browser goes
   */
  record Option(String label, String path) {}
}
