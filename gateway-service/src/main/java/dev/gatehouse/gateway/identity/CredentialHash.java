package dev.gatehouse.gateway.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of a presented credential: what it is remembered by, so that memory holds no token. */
record CredentialHash(long a, long b, long c, long d) {
  private static final ThreadLocal<MessageDigest> DIGEST =
      ThreadLocal.withInitial(CredentialHash::newDigest);

  static CredentialHash of(String credential) {
    ByteBuffer hash =
        ByteBuffer.wrap(DIGEST.get().digest(credential.getBytes(StandardCharsets.UTF_8)));
    return new CredentialHash(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
  }

  @Override
  public int hashCode() {
    return (int) a; // as good as random already
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
