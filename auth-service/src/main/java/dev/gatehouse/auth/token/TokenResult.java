package dev.gatehouse.auth.token;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.token.Tokens;

/** What came of a token request. */
sealed interface TokenResult {
  record Issued(Tokens tokens) implements TokenResult {}

  record Refused(ErrorObject error) implements TokenResult {}

  static TokenResult invalidGrant(String why) {
    return new Refused(OAuth2Error.INVALID_GRANT.setDescription(why));
  }
}
