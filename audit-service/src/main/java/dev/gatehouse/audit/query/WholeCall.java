package dev.gatehouse.audit.query;

import org.jspecify.annotations.Nullable;

/**
 * A call from beginning to end.
 *
 * @param attempt written before a call that may change something; null for others
 * @param outcome what came of it; null while that is not known
 */
record WholeCall(State state, @Nullable StoredRecord attempt, @Nullable StoredRecord outcome) {

  enum State {
    COMPLETE,
    /** It was begun; whether it was done is not known here (yet). */
    OPEN,
    /** Its outcome is here, its attempt is not (yet). */
    PARTIAL
  }

  static WholeCall of(@Nullable StoredRecord attempt, @Nullable StoredRecord outcome) {
    State state = outcome == null ? State.OPEN : attempt == null ? State.PARTIAL : State.COMPLETE;
    return new WholeCall(state, attempt, outcome);
  }
}
