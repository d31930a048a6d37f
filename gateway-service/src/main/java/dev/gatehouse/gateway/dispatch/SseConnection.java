package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.session.ClientCapabilities;
import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.gateway.stream.EventStream;
import dev.gatehouse.mcp.wire.ProtocolVersion;

/**
 * One client of the HTTP+SSE transport (2024-11-05): what it posts is answered on the stream that
 * it holds open. Posts may come on any event loop.
 */
public final class SseConnection {
  private final EventStream stream;
  private volatile Session session;

  /**
   * @param session of which the client's capabilities are not known yet
   */
  public SseConnection(EventStream stream, Session session) {
    this.stream = stream;
    this.session = session;
  }

  /** The same conversation within this connection's session, answered on its stream. */
  public Conversation conversation(Conversation post) {
    return post.within(session, new StreamOutlet());
  }

  private final class StreamOutlet implements Outlet {
    @Override
    public void answer(Reply reply) {
      if (reply.body().length() > 0) {
        stream.send(reply.body().toArray());
      }
    }

    @Override
    public boolean streams() {
      return true;
    }

    @Override
    public void event(byte[] message) {
      stream.send(message);
    }

    @Override
    public void onGone(Runnable then) {
      // to disconnect is not to cancel in the legacy era
    }

    @Override
    public void opened(ProtocolVersion version, ClientCapabilities capabilities) {
      session = new Session(session.id(), version, capabilities, session.openedAtMillis(), null);
    }
  }
}
