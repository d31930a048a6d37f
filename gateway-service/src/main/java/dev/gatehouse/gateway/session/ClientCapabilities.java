package dev.gatehouse.gateway.session;

import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.JsonMembers;
import dev.gatehouse.mcp.wire.Span;

/**
 * What a legacy client said at the handshake that servers may ask of it; small enough to travel in
 * the session id.
 */
public record ClientCapabilities(
    boolean roots,
    boolean sampling,
    boolean samplingTools,
    boolean elicitation,
    boolean elicitationByUrl) {
  private static final byte[][] JSON = written();

  public static final ClientCapabilities NONE =
      new ClientCapabilities(false, false, false, false, false);

  /**
   * @param capabilities the raw object; {@link Span#NONE} for none
   */
  public static ClientCapabilities read(byte[] body, Span capabilities) {
    Span sampling = JsonMembers.find(body, capabilities, "sampling");
    Span elicitation = JsonMembers.find(body, capabilities, "elicitation");
    return new ClientCapabilities(
        JsonMembers.find(body, capabilities, "roots").present(),
        sampling.present(),
        JsonMembers.find(body, sampling, "tools").present(),
        elicitation.present(),
        JsonMembers.find(body, elicitation, "url").present());
  }

  static ClientCapabilities of(byte bits) {
    return new ClientCapabilities(
        (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0);
  }

  byte bits() {
    return (byte)
        ((roots ? 1 : 0)
            | (sampling ? 2 : 0)
            | (samplingTools ? 4 : 0)
            | (elicitation ? 8 : 0)
            | (elicitationByUrl ? 16 : 0));
  }

  /**
   * As {@code ClientCapabilities} of the protocol, to declare to an upstream; not to be changed.
   */
  public byte[] json() {
    return JSON[bits()];
  }

  private static byte[][] written() {
    byte[][] written = new byte[32][];
    for (byte bits = 0; bits < written.length; bits++) {
      written[bits] = of(bits).write();
    }
    return written;
  }

  private byte[] write() {
    Bytes out = new Bytes(96).add('{');
    int empty = out.length();
    if (roots) {
      out.add(Bytes.utf8("\"roots\":{}"));
    }
    if (sampling) {
      separate(out, empty).add(Bytes.utf8("\"sampling\":{"));
      out.add(Bytes.utf8(samplingTools ? "\"tools\":{}}" : "}"));
    }
    if (elicitation) {
      separate(out, empty).add(Bytes.utf8("\"elicitation\":{\"form\":{}"));
      out.add(Bytes.utf8(elicitationByUrl ? ",\"url\":{}}" : "}"));
    }
    return out.add('}').toArray();
  }

  private static Bytes separate(Bytes out, int empty) {
    return out.length() > empty ? out.add(',') : out;
  }
}
