package dev.gatehouse.gateway.forward;

/** What came of passing a request on to the replica that holds its session. */
public enum Passed {
  /** Its answer went, or goes, to the client. */
  ON,

  /** Nobody is there: nothing was sent, and nothing answered yet. */
  GONE,

  /** It broke off before an answer: what was asked may have happened; nothing answered yet. */
  BROKEN
}
