package dev.gatehouse.auth.login;

import dev.gatehouse.auth.OpaqueToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(token.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(form.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      mac.update(Optional.ofNullable(session).orElse("").getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
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
