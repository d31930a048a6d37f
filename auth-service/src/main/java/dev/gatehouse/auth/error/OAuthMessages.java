package dev.gatehouse.auth.error;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;

/** Reads messages with the parsers of Nimbus. */
public final class OAuthMessages {
  private OAuthMessages() {}

  /** One of Nimbus' parsers. */
  @FunctionalInterface
  public interface Parser<I, M> {
    M parse(I input) throws ParseException;
  }

  /**
   * Reads a message. Over some input the parsers fail in ways that they do not declare, such as
   * over a null among redirect URIs or characters that their own error message may not have: that
   * is bad input like any other.
   *
   * @throws ParseException for everything that is no such message
   */
  public static <I, M> M read(I input, Parser<I, M> parser) throws ParseException {
    try {
      return parser.parse(input);
    } catch (RuntimeException e) {
      throw new ParseException(
          "The request cannot be read",
          OAuth2Error.INVALID_REQUEST.setDescription("The request cannot be read"),
          e);
    }
  }
}
