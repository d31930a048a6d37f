package dev.gatehouse.gateway.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.platform.identity.Caller;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * Legacy session ids. An id is a signed token that names principal, gateway and revision: nothing
 * is kept per session, and any replica knows it. It is no credential: each request is authenticated
 * by itself, and an id of somebody else is as unknown as a forged one.
 */
@Singleton
public final class Sessions {
  private static final byte FORM = 1;
  private static final int RANDOM_BYTES = 16;
  private static final int OWNER_BYTES = 16;
  private static final int BODY_BYTES = 1 + 1 + 8 + OWNER_BYTES + RANDOM_BYTES;
  private static final int MAC_BYTES = 32;
  private static final long MAX_ENDED = 1_000_000;

  private final SecureRandom random = new SecureRandom();
  private final ThreadLocal<Mac> mac;
  private final long lifetimeMillis;
  private final Cache<ByteBuffer, Boolean> ended;

  Sessions(SessionKey key, SessionConfig config) {
    this.mac = ThreadLocal.withInitial(() -> newMac(key));
    this.lifetimeMillis = config.lifetime().toMillis();
    this.ended =
        Caffeine.newBuilder().maximumSize(MAX_ENDED).expireAfterWrite(config.lifetime()).build();
  }

  /** A new id, in printable ASCII. */
  public String open(Caller caller, Gateway gateway, ProtocolVersion version) {
    byte[] nonce = new byte[RANDOM_BYTES];
    random.nextBytes(nonce);
    byte[] body =
        ByteBuffer.allocate(BODY_BYTES)
            .put(FORM)
            .put((byte) version.ordinal())
            .putLong(System.currentTimeMillis())
            .put(owner(caller, gateway))
            .put(nonce)
            .array();
    byte[] token = Arrays.copyOf(body, BODY_BYTES + MAC_BYTES);
    System.arraycopy(mac.get().doFinal(body), 0, token, BODY_BYTES, MAC_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** The revision of a session that is open and this caller's; empty for any other id. */
  public Optional<ProtocolVersion> find(String id, Caller caller, Gateway gateway) {
    return read(id, caller, gateway).map(Opened::version);
  }

  /**
   * Ends a session of this caller; from now on its id is unknown here.
   *
   * @return whether there was one
   */
  public boolean end(String id, Caller caller, Gateway gateway) {
    Optional<Opened> opened = read(id, caller, gateway);
    opened.ifPresent(session -> ended.put(session.nonce(), Boolean.TRUE));
    return opened.isPresent();
  }

  private record Opened(ProtocolVersion version, ByteBuffer nonce) {}

  private Optional<Opened> read(String id, Caller caller, Gateway gateway) {
    byte[] token;
    try {
      token = Base64.getUrlDecoder().decode(id);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (token.length != BODY_BYTES + MAC_BYTES || token[0] != FORM || !signed(token)) {
      return Optional.empty();
    }
    ByteBuffer body = ByteBuffer.wrap(token, 1, BODY_BYTES - 1);
    ProtocolVersion version = ProtocolVersion.values()[body.get()];
    long openedAt = body.getLong();
    byte[] owner = new byte[OWNER_BYTES];
    body.get(owner);
    ByteBuffer nonce = body.slice();
    boolean good =
        openedAt + lifetimeMillis > System.currentTimeMillis()
            && Arrays.equals(owner, owner(caller, gateway))
            && ended.getIfPresent(nonce) == null;
    return good ? Optional.of(new Opened(version, nonce)) : Optional.empty();
  }

  private boolean signed(byte[] token) {
    Mac signer = mac.get();
    signer.update(token, 0, BODY_BYTES);
    return MessageDigest.isEqual(
        signer.doFinal(), Arrays.copyOfRange(token, BODY_BYTES, token.length));
  }

  private byte[] owner(Caller caller, Gateway gateway) {
    String name = caller.organisation() + "\n" + caller.principal() + "\n" + gateway.id();
    byte[] digest = mac.get().doFinal(name.getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(digest, OWNER_BYTES);
  }

  private static Mac newMac(SessionKey key) {
    try {
      Mac made = Mac.getInstance("HmacSHA256");
      made.init(key.key());
      return made;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
