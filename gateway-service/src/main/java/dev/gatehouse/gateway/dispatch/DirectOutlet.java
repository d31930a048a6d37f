package dev.gatehouse.gateway.dispatch;

import java.util.function.Consumer;

/** Hands the answer to code of our own. */
record DirectOutlet(Consumer<byte[]> answered) implements Outlet {
  @Override
  public void answer(Reply reply) {
    answered.accept(reply.body().toArray());
  }

  @Override
  public boolean streams() {
    return false;
  }

  @Override
  public void event(byte[] message) {
    // nobody listens
  }

  @Override
  public void onGone(Runnable then) {
    // a call by code is not cancelled by leaving
  }
}
