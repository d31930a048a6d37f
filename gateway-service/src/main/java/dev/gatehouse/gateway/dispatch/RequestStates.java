package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.session.SessionKey;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.JsonMembers;
import dev.gatehouse.mcp.wire.Span;
import dev.gatehouse.platform.identity.Caller;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Wraps the {@code requestState} of a modern upstream (2026-07-28, multi round-trip requests), so
 * that it comes back unchanged, in time, from the principal that it was given to, and for the same
 * thing. What it says is not hidden; hiding it was up to the upstream.
 */
@Singleton
final class RequestStates {
  private static final int TIME_BYTES = 8;
  private static final int MAC_BYTES = 32;

  private final SecretKey key;
  private final long lifetimeMillis;

  RequestStates(SessionKey keys, ToolsConfig config) {
    this.key = keys.derive("gatehouse gateway request state v1");
    this.lifetimeMillis = config.inputWithin().toMillis();
  }

  /**
   * @param target what is asked for: method and name
   * @param state the upstream's raw JSON string
   * @return a raw JSON string
   */
  byte[] seal(Exchange exchange, String target, byte[] state) {
    byte[] until = time(System.currentTimeMillis() + lifetimeMillis);
    byte[] sealed = new byte[TIME_BYTES + MAC_BYTES + state.length];
    System.arraycopy(until, 0, sealed, 0, TIME_BYTES);
    System.arraycopy(mac(exchange, target, until, state), 0, sealed, TIME_BYTES, MAC_BYTES);
    System.arraycopy(state, 0, sealed, TIME_BYTES + MAC_BYTES, state.length);
    return Bytes.quoted(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
  }

  /**
   * @param sealed the raw JSON string that the client sent
   * @return the upstream's raw JSON string; empty if the client's is not good for this request
   */
  Optional<byte[]> open(Exchange exchange, String target, byte[] body, Span sealed) {
    return JsonMembers.string(body, sealed).flatMap(text -> open(exchange, target, text));
  }

  private Optional<byte[]> open(Exchange exchange, String target, String text) {
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (sealed.length <= TIME_BYTES + MAC_BYTES) {
      return Optional.empty();
    }
    byte[] until = Arrays.copyOf(sealed, TIME_BYTES);
    byte[] signature = Arrays.copyOfRange(sealed, TIME_BYTES, TIME_BYTES + MAC_BYTES);
    byte[] state = Arrays.copyOfRange(sealed, TIME_BYTES + MAC_BYTES, sealed.length);
    return MessageDigest.isEqual(signature, mac(exchange, target, until, state))
            && ByteBuffer.wrap(until).getLong() > System.currentTimeMillis()
        ? Optional.of(state)
        : Optional.empty();
  }

  private byte[] mac(Exchange exchange, String target, byte[] until, byte[] state) {
    Conversation conversation = exchange.conversation();
    Caller caller = conversation.principal().caller();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(until);
      for (String part :
          new String[] {
            caller.organisation(), caller.principal(), conversation.gateway().id(), target
          }) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        mac.update(bytes);
      }
      return mac.doFinal(state);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] time(long millis) {
    return ByteBuffer.allocate(TIME_BYTES).putLong(millis).array();
  }
}
