package dev.gatehouse.audit.export;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The place of one export. It is given back once: when the export is written, or with its request
 * if that ends before anything is written. Who is writing keeps it, though the client has gone.
 */
final class ExportPlace {
  private enum State {
    TAKEN,
    WRITING,
    GIVEN_BACK
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.TAKEN);
  private final Runnable giveBack;

  ExportPlace(Runnable giveBack) {
    this.giveBack = giveBack;
  }

  /**
   * @return false if the request has ended already
   */
  boolean begin() {
    return state.compareAndSet(State.TAKEN, State.WRITING);
  }

  /** Nothing is written any more. */
  void written() {
    if (state.compareAndSet(State.WRITING, State.GIVEN_BACK)) {
      giveBack.run();
    }
  }

  /** The request has ended. */
  void requestEnded() {
    if (state.compareAndSet(State.TAKEN, State.GIVEN_BACK)) {
      giveBack.run();
    }
  }
}
