package dev.gatehouse.gateway.audit;

import dev.gatehouse.platform.redact.JsonRedaction;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What went in and came out of a call, as it waits in the spool, encrypted: of each body its size,
 * its SHA-256 and as much of its beginning as the relay needs. Hashed on the event loop, because a
 * body is whole only there.
 *
 * @param content whether it may be kept after redaction; else names and digests only
 * @param secretNames members that the tool's schemas mark as secret, one a line
 */
record SealedBodies(
    boolean content, int maxBytes, String secretNames, Part input, Part output, Part answers) {
  private static final byte VERSION = 2;

  /** Of before, as it may still lie in a spool: the length of the names has two bytes. */
  private static final byte SHORT_NAMES = 1;

  private static final int HEAD = 10;
  private static final int DIGEST = 32;
  private static final int PART_HEAD = 8 + DIGEST;

  private static final ThreadLocal<MessageDigest> SHA256 =
      ThreadLocal.withInitial(SealedBodies::sha256);
  private static final byte[] DIGEST_OF_NOTHING = sha256().digest();

  /**
   * @param bytes size of the whole
   * @param sha256 of the whole
   * @param beginning as much as was kept
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  record Part(int bytes, byte[] sha256, byte[] beginning) {
    boolean present() {
      return bytes > 0;
    }

    boolean cut() {
      return beginning.length < bytes;
    }
  }

  /**
   * Writes the plain form, ready to be encrypted.
   *
   * @param inputDigest of the input: an attempt and its outcome have the same
   */
  static byte[] write(
      Capture capture, Content input, byte[] inputDigest, Content output, Content answers) {
    int most = capture.maxBytes() + JsonRedaction.SLACK;
    int inputKept = Math.min(input.length(), most); // names are kept in any case
    int outputKept = capture.content() ? Math.min(output.length(), most) : 0;
    int answersKept = capture.content() ? Math.min(answers.length(), most) : 0;
    int size =
        HEAD + capture.secretNames().length + 3 * PART_HEAD + inputKept + outputKept + answersKept;
    ByteBuffer out =
        ByteBuffer.allocate(size)
            .put(VERSION)
            .put((byte) (capture.content() ? 1 : 0))
            .putInt(capture.maxBytes())
            .putInt(capture.secretNames().length)
            .put(capture.secretNames());
    write(out, input, inputDigest, inputKept);
    write(out, output, digest(output), outputKept);
    write(out, answers, digest(answers), answersKept);
    return out.array();
  }

  private static void write(ByteBuffer out, Content part, byte[] digest, int kept) {
    out.putInt(part.length()).put(digest).putInt(kept).put(part.source(), part.start(), kept);
  }

  /** SHA-256. */
  static byte[] digest(Content part) {
    if (part.length() == 0) {
      return DIGEST_OF_NOTHING;
    }
    MessageDigest digest = SHA256.get();
    digest.update(part.source(), part.start(), part.length());
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * @throws GeneralSecurityException if it is not what {@link #write} has written
   */
  static SealedBodies read(byte[] plain) throws GeneralSecurityException {
    try {
      ByteBuffer in = ByteBuffer.wrap(plain);
      byte version = in.get();
      if (version != VERSION && version != SHORT_NAMES) {
        throw new GeneralSecurityException("bodies of a later version");
      }
      boolean content = in.get() == 1;
      int maxBytes = in.getInt();
      byte[] names = bytes(in, version == VERSION ? in.getInt() : in.getShort() & 0xFFFF);
      return new SealedBodies(
          content,
          maxBytes,
          new String(names, StandardCharsets.UTF_8),
          part(in),
          part(in),
          part(in));
    } catch (BufferUnderflowException e) {
      throw new GeneralSecurityException("bodies that end too early", e);
    }
  }

  private static Part part(ByteBuffer in) {
    int bytes = in.getInt();
    byte[] sha256 = bytes(in, DIGEST);
    return new Part(bytes, sha256, bytes(in, in.getInt()));
  }

  /** Nothing is allocated for a length that cannot be true. */
  private static byte[] bytes(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
