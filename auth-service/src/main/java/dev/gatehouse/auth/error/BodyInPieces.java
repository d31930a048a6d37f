package dev.gatehouse.auth.error;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Reads bodies that do not say how long they are before the framework does, which answers one that
 * is too long and then fails over it, with a stack trace in the log.
 */
final class BodyInPieces {
  private BodyInPieces() {}

  /**
   * Reads it, and goes on; whoever reads on finds the whole.
   *
   * @param longest bytes
   * @param refuse answers that it is too long
   */
  static void read(RoutingContext context, int longest, Runnable refuse) {
    Buffer body = Buffer.buffer();
    context
        .request()
        .handler(piece -> {
          if (context.response().ended()) {
            return;
          }
          if (body.length() + piece.length() > longest) {
            refuse.run();
          } else {
            body.appendBuffer(piece);
          }
        })
        .endHandler(_ -> {
          if (!context.response().ended()) {
            ((RoutingContextInternal) context)
                .visitHandler(RoutingContextInternal.BODY_HANDLER)
                .setBody(body);
            context.next();
          }
        })
        .resume();
  }
}
