package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.policy.RateLimits;
import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.mcp.wire.BatchScanner;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Batches, which only 2025-03-26 has, and only a session says that a client speaks it. */
@Singleton
final class Batches {
  private static final byte[] NO_ID = {};

  private final SessionMessages sessionMessages;
  private final RateLimits limits;
  private final Elsewhere elsewhere;

  Batches(SessionMessages sessionMessages, RateLimits limits, Elsewhere elsewhere) {
    this.elsewhere = elsewhere;
    this.limits = limits;
    this.sessionMessages = sessionMessages;
  }

  /**
   * Serves each message by {@code each} and answers once with all the answers.
   *
   * @return a refusal; null if it was served
   */
  @Nullable Reply serve(
      Conversation conversation, byte[] body, BiConsumer<Conversation, byte[]> each) {
    Session session = sessionMessages.session(conversation);
    if (session == null || session.version() != ProtocolVersion.V2025_03_26) {
      return refusal("Batches are not taken");
    }
    Optional<List<byte[]>> messages = BatchScanner.messages(body);
    if (messages.isEmpty()) {
      return refusal(
          "The batch is not an array of 1 to " + BatchScanner.MAX_MESSAGES + " messages");
    }
    if (elsewhere.takes(conversation, session, body)) {
      return null;
    }
    int others = messages.get().size() - 1; // the first was counted with the request
    if (limits.take(
            conversation.principal().caller(),
            conversation.gateway().id(),
            conversation.gateway().limits(),
            Math.max(others, 0))
        > 0) {
      return Reply.error(429, NO_ID, 429, "Too many requests; try again later");
    }
    Gathering gathering = new Gathering(conversation, messages.get().size());
    for (byte[] message : messages.get()) {
      each.accept(conversation.within(session, gathering.part()), message);
    }
    return null;
  }

  private static Reply refusal(String message) {
    return Reply.error(400, NO_ID, ErrorCode.INVALID_REQUEST, message);
  }

  /** Waits for all answers; those to notifications are empty. */
  private static final class Gathering {
    private final Conversation conversation;
    private final List<byte[]> answers = new ArrayList<>();
    private final List<Runnable> gone = new ArrayList<>();
    private int missing;

    Gathering(Conversation conversation, int messages) {
      this.conversation = conversation;
      this.missing = messages;
      conversation.outlet().onGone(() -> gone.forEach(Runnable::run));
    }

    Outlet part() {
      return new Outlet() {
        @Override
        public void answer(Reply reply) {
          add(reply.body().toArray());
        }

        @Override
        public boolean streams() {
          return false;
        }

        @Override
        public void event(byte[] message) {
          // nothing goes out before all answers are there
        }

        @Override
        public void onGone(Runnable then) {
          gone.add(then);
        }
      };
    }

    private void add(byte[] answer) {
      if (answer.length > 0) {
        answers.add(answer);
      }
      if (--missing > 0) {
        return;
      }
      if (answers.isEmpty()) {
        conversation.answer(Reply.accepted());
        return;
      }
      Bytes all = new Bytes(256).add('[');
      for (int i = 0; i < answers.size(); i++) {
        if (i > 0) {
          all.add(',');
        }
        all.add(answers.get(i));
      }
      conversation.answer(Reply.ok(all.add(']').toArray()));
    }
  }
}
