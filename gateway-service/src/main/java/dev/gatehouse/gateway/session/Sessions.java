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
import org.jspecify.annotations.Nullable;

/**
 * Legacy session ids. An id is a signed token that names principal, gateway, revision and the
 * client's capabilities: nothing is kept per session, and any replica knows it. It is no
 * credential: each request is authenticated by itself, and an id of somebody else is as unknown as
 * a forged one.
 */
@Singleton
public final class Sessions {
  private static final byte FORM = 2;
  private static final int RANDOM_BYTES = 16;
  private static final int OWNER_BYTES = 16;
  private static final int BODY_BYTES = 1 + 1 + 1 + 8 + OWNER_BYTES + RANDOM_BYTES;

  /** Body and MAC are a multiple of three bytes, so that an id has one spelling in Base64. */
  private static final int MAC_BYTES = 32;

  /** About 100 bytes each. */
  private static final long MAX_ENDED = 250_000;

  private final SecureRandom random = new SecureRandom();
  private final ThreadLocal<Mac> mac;
  private final long lifetimeMillis;
  private final Cache<Nonce, Boolean> ended;

  /** The random part of an id, which tells sessions apart. */
  private record Nonce(long high, long low) {
    static Nonce of(byte[] token) {
      ByteBuffer random = ByteBuffer.wrap(token, BODY_BYTES - RANDOM_BYTES, RANDOM_BYTES);
      return new Nonce(random.getLong(), random.getLong());
    }
  }

  Sessions(SessionKey key, SessionConfig config) {
    this.mac = ThreadLocal.withInitial(() -> newMac(key));
    this.lifetimeMillis = config.lifetime().toMillis();
    this.ended =
        Caffeine.newBuilder().maximumSize(MAX_ENDED).expireAfterWrite(config.lifetime()).build();
  }

  /** A new id, in printable ASCII. */
  public String open(
      Caller caller, Gateway gateway, ProtocolVersion version, ClientCapabilities capabilities) {
    byte[] nonce = new byte[RANDOM_BYTES];
    random.nextBytes(nonce);
    byte[] body =
        ByteBuffer.allocate(BODY_BYTES)
            .put(FORM)
            .put((byte) version.ordinal())
            .put(capabilities.bits())
            .putLong(System.currentTimeMillis())
            .put(owner(caller, gateway))
            .put(nonce)
            .array();
    byte[] token = Arrays.copyOf(body, BODY_BYTES + MAC_BYTES);
    System.arraycopy(mac.get().doFinal(body), 0, token, BODY_BYTES, MAC_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** A session that is open and this caller's; null for any other id. */
  public @Nullable Session find(String id, Caller caller, Gateway gateway) {
    byte[] token = token(id);
    if (token == null || !signed(token)) {
      return null;
    }
    ByteBuffer body = ByteBuffer.wrap(token, 1, BODY_BYTES - 1);
    ProtocolVersion version = ProtocolVersion.values()[body.get()];
    ClientCapabilities capabilities = ClientCapabilities.of(body.get());
    long openedAt = body.getLong();
    byte[] owner = new byte[OWNER_BYTES];
    body.get(owner);
    boolean good =
        openedAt + lifetimeMillis > System.currentTimeMillis()
            && Arrays.equals(owner, owner(caller, gateway))
            && ended.getIfPresent(Nonce.of(token)) == null;
    return good ? new Session(id, version, capabilities, openedAt) : null;
  }

  /**
   * Ends a session of this caller; from now on its id is unknown here.
   *
   * @return the session; empty if there was none
   */
  public Optional<Session> end(String id, Caller caller, Gateway gateway) {
    Optional<Session> session = Optional.ofNullable(find(id, caller, gateway));
    session.ifPresent(open -> ended(open.id()));
    return session;
  }

  /** Ends the session with this id, here or at another replica. */
  public void ended(String id) {
    byte[] token = token(id);
    if (token != null) {
      ended.put(Nonce.of(token), Boolean.TRUE);
    }
  }

  /** What an id spells; null if it is none of this form. */
  private static byte @Nullable [] token(String id) {
    try {
      byte[] token = Base64.getUrlDecoder().decode(id);
      return token.length == BODY_BYTES + MAC_BYTES && token[0] == FORM ? token : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
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
