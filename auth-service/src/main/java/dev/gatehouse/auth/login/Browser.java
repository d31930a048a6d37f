package dev.gatehouse.auth.login;

import dev.gatehouse.auth.OpaqueToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The browser that sends a request, by its cookies.
 *
 * @param token of this browser, signed in or not; a new one if it came without
 * @param known whether it came with the token
 * @param session token of its session, or null
 */
public record Browser(OpaqueToken token, boolean known, @Nullable String session) {

  /** Names this browser in the database. */
  public String hash() {
    return token.hash();
  }

  /**
   * A value that a form of this browser carries against forgery from other sites: made of the
   * cookies, which those cannot read, and good for this form and this session only.
   */
  public String formToken(String form) {
    String signedInAs = session == null ? "" : session;
    return OpaqueToken.following(token.value(), form + '\0' + signedInAs).value();
  }

  /** Whether a form was made for this browser and session. */
  public boolean owns(String form, @Nullable String presented) {
    return known
        && presented != null
        && MessageDigest.isEqual(
            formToken(form).getBytes(StandardCharsets.US_ASCII),
            presented.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Browser[known=" + known + "]";
  }
}
