package dev.gatehouse.auth.error;

/** Something that a request needs cannot be had at this moment; a little later it may be. */
public final class TryAgainException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TryAgainException(String why) {
    super(why);
  }
}
