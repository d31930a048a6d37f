package dev.gatehouse.gateway.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.platform.identity.Caller;
import jakarta.inject.Singleton;
import java.net.URI;
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
 * Legacy session ids. An id is a signed token that names principal, gateway, revision, the client's
 * capabilities and the replica that opened it: nothing is kept per session, and any replica knows
 * it. It is no credential: each request is authenticated by itself, and an id of somebody else is
 * as unknown as a forged one.
 */
@Singleton
public final class Sessions {
  private static final byte FORM = 3;
  private static final int NONCE_BYTES = 16;
  private static final int OWNER_BYTES = 16;
  private static final int NONCE_AT = 1 + 1 + 1 + 8 + 8 + OWNER_BYTES;
  private static final int ADDRESS_AT = NONCE_AT + NONCE_BYTES;
  private static final int MAC_BYTES = 32;

  /** With an address without bytes: a multiple of three, as all are, for one spelling in Base64. */
  private static final int LEAST_BYTES = ADDRESS_AT + 1 + MAC_BYTES;

  private static final int MOST_BYTES = LEAST_BYTES + 255;

  /** About 100 bytes each. */
  private static final long MAX_ENDED = 250_000;

  private final SecureRandom random = new SecureRandom();
  private final ThreadLocal<Mac> mac;
  private final long lifetimeMillis;
  private final Cache<Nonce, Boolean> ended;
  private final Replica replica;
  private final OwnerAddress addresses;

  /** The random part of an id, which tells sessions apart. */
  private record Nonce(long high, long low) {
    static Nonce of(byte[] token) {
      ByteBuffer random = ByteBuffer.wrap(token, NONCE_AT, NONCE_BYTES);
      return new Nonce(random.getLong(), random.getLong());
    }
  }

  Sessions(SessionKey key, SessionConfig config, Replica replica) {
    this.replica = replica;
    this.addresses = new OwnerAddress(key);
    this.mac = ThreadLocal.withInitial(() -> newMac(key));
    this.lifetimeMillis = config.lifetime().toMillis();
    this.ended =
        Caffeine.newBuilder().maximumSize(MAX_ENDED).expireAfterWrite(config.lifetime()).build();
  }

  /** A new id, in printable ASCII. */
  public String open(
      Caller caller, Gateway gateway, ProtocolVersion version, ClientCapabilities capabilities) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] address = addresses.hide(replica.address(), nonce);
    byte[] body =
        ByteBuffer.allocate(ADDRESS_AT + address.length)
            .put(FORM)
            .put((byte) version.ordinal())
            .put(capabilities.bits())
            .putLong(System.currentTimeMillis())
            .putLong(replica.id())
            .put(owner(caller, gateway))
            .put(nonce)
            .put(address)
            .array();
    byte[] token = Arrays.copyOf(body, body.length + MAC_BYTES);
    System.arraycopy(mac.get().doFinal(body), 0, token, body.length, MAC_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** A session that is open and this caller's; null for any other id. */
  public @Nullable Session find(String id, Caller caller, Gateway gateway) {
    byte[] token = token(id);
    if (token == null || !signed(token)) {
      return null;
    }
    ByteBuffer body = ByteBuffer.wrap(token, 1, token.length - 1);
    ProtocolVersion version = ProtocolVersion.values()[body.get()];
    ClientCapabilities capabilities = ClientCapabilities.of(body.get());
    long openedAt = body.getLong();
    long openedBy = body.getLong();
    byte[] owner = new byte[OWNER_BYTES];
    body.get(owner);
    boolean good =
        openedAt + lifetimeMillis > System.currentTimeMillis()
            && Arrays.equals(owner, owner(caller, gateway))
            && ended.getIfPresent(Nonce.of(token)) == null;
    return good
        ? new Session(id, version, capabilities, openedAt, elsewhere(token, openedBy))
        : null;
  }

  private @Nullable URI elsewhere(byte[] token, long openedBy) {
    if (openedBy == replica.id()) {
      return null;
    }
    return addresses.show(
        Arrays.copyOfRange(token, ADDRESS_AT, token.length - MAC_BYTES),
        Arrays.copyOfRange(token, NONCE_AT, ADDRESS_AT));
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
      byte[] token = id.length() > 2 * MOST_BYTES ? new byte[0] : Base64.getUrlDecoder().decode(id);
      return token.length >= LEAST_BYTES && token.length <= MOST_BYTES && token[0] == FORM
          ? token
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private boolean signed(byte[] token) {
    Mac signer = mac.get();
    signer.update(token, 0, token.length - MAC_BYTES);
    return MessageDigest.isEqual(
        signer.doFinal(), Arrays.copyOfRange(token, token.length - MAC_BYTES, token.length));
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
