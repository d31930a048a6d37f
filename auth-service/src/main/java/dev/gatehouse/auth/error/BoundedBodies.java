package dev.gatehouse.auth.error;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/** Bodies that are no longer than an endpoint takes, whether they say how long they are or not. */
final class BoundedBodies {
  private BoundedBodies() {}

  /**
   * Goes on, or refuses before the body has come. One that does not say how long it is is read
   * before the framework does, which answers one that is too long and then fails over it, with a
   * stack trace in the log; whoever reads on finds the whole.
   *
   * @param longest bytes
   * @param refuse answers that it is too long
   */
  static void read(RoutingContext context, int longest, Runnable refuse) {
    String length = context.request().getHeader("Content-Length");
    if (length == null) {
      readInPieces(context, longest, refuse);
    } else if (length.matches("[0-9]{1,18}") && Long.parseLong(length) > longest) {
      refuse.run();
    } else {
      context.next();
    }
  }

  private static void readInPieces(RoutingContext context, int longest, Runnable refuse) {
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
