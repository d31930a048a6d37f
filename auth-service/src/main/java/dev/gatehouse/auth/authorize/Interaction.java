package dev.gatehouse.auth.authorize;

import com.nimbusds.openid.connect.sdk.Prompt;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of the pages that a person sees (OpenID Connect Core section 3.1.2.1, {@code
 * prompt} and {@code max_age}).
 *
 * @param silent no page at all: where one is needed the client is told so
 * @param askAgain the consent page, also where the answer is remembered
 * @param signInAgain the sign-in page, also where somebody is signed in
 * @param maxAge how long ago a person may have signed in; null for as long as a session lives
 */
record Interaction(
    boolean silent, boolean askAgain, boolean signInAgain, @Nullable Duration maxAge) {

  static Interaction of(@Nullable Prompt prompt, @Nullable Duration maxAge) {
    return prompt == null
        ? new Interaction(false, false, false, maxAge)
        : new Interaction(
            prompt.contains(Prompt.Type.NONE),
            prompt.contains(Prompt.Type.CONSENT),
            prompt.contains(Prompt.Type.LOGIN) || prompt.contains(Prompt.Type.SELECT_ACCOUNT),
            maxAge);
  }
}
