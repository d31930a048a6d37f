package dev.gatehouse.gateway.identity;

/** Whether a request may come in, and as whom. */
public sealed interface Admission {

  record Admitted(Principal principal) implements Admission {}

  /** No credential was presented. */
  record Anonymous() implements Admission {}

  /**
   * A credential was presented and does not hold here.
   *
   * @param reason may be shown to the client
   */
  record Refused(String reason) implements Admission {}

  /** The credential holds, in another organisation: for it there is nothing here. */
  record Stranger() implements Admission {}

  /** It cannot be told at the moment. */
  record Unavailable() implements Admission {}
}
