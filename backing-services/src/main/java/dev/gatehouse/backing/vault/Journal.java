package dev.gatehouse.backing.vault;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * An append-only file of encrypted records. A record is there whole or not at all: one that was cut
 * off by a crash was never acknowledged and is dropped when the file is opened. Records are bound
 * to the file and to their place in it, so that none can be moved, repeated or taken from another
 * file.
 */
final class Journal implements AutoCloseable {

  private static final int MAGIC = 0x47485631;
  private static final int HEADER = Integer.BYTES + Long.BYTES;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final FileChannel channel;
  private final Aead aead;
  private final boolean durable;
  private final long id;
  private long sequence;

  private Journal(FileChannel channel, Aead aead, boolean durable, long id) {
    this.channel = channel;
    this.aead = aead;
    this.durable = durable;
    this.id = id;
  }

  /** Opens a journal that {@link #rewrite} made and hands over its records in order. */
  static Journal open(Path file, Aead aead, boolean durable, Consumer<byte[]> records)
      throws IOException {
    var content = ByteBuffer.wrap(Files.readAllBytes(file));
    if (content.remaining() < HEADER || content.getInt() != MAGIC) {
      throw new IOException(file + " is not a vault journal");
    }
    var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var journal = new Journal(channel, aead, durable, content.getLong());
    long end = journal.replay(file, content, records);
    channel.truncate(end);
    channel.position(end);
    return journal;
  }

  private long replay(Path file, ByteBuffer content, Consumer<byte[]> records) throws IOException {
    while (content.remaining() >= Integer.BYTES) {
      int start = content.position();
      int length = content.getInt();
      if (length < 0 || length > content.remaining()) {
        return start;
      }
      var sealed = new byte[length];
      content.get(sealed);
      try {
        records.accept(aead.decrypt(sealed, place(id, sequence)));
      } catch (GeneralSecurityException e) {
        // The first record was whole before the file had its name: this is not how a crash cuts.
        if (!content.hasRemaining() && sequence > 0) {
          return start;
        }
        throw new IOException(
            file + " was changed or belongs to another key: a record cannot be decrypted", e);
      }
      sequence++;
    }
    return content.limit() - content.remaining();
  }

  /** Adds one record. When this returns, it survives a crash. */
  void append(byte[] record) throws IOException {
    long start = channel.position();
    try {
      Disk.writeFully(channel, frame(aead, id, sequence, record));
      if (durable) {
        channel.force(false);
      }
      sequence++;
    } catch (IOException e) {
      channel.truncate(start);
      channel.position(start);
      throw e;
    }
  }

  long size() throws IOException {
    return channel.size();
  }

  /**
   * Makes a journal of these records, at least one, or replaces one by it; the old one stays until
   * the new is whole.
   */
  static void rewrite(Path file, Aead aead, byte[][] records) throws IOException {
    var next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    Files.createFile(
        next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    long id = RANDOM.nextLong();
    try (var out = FileChannel.open(next, StandardOpenOption.WRITE)) {
      Disk.writeFully(out, ByteBuffer.allocate(HEADER).putInt(MAGIC).putLong(id).flip());
      for (int i = 0; i < records.length; i++) {
        Disk.writeFully(out, frame(aead, id, i, records[i]));
      }
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Disk.flushFolderOf(file);
  }

  private static ByteBuffer frame(Aead aead, long id, long sequence, byte[] record)
      throws IOException {
    try {
      var sealed = aead.encrypt(record, place(id, sequence));
      return ByteBuffer.allocate(Integer.BYTES + sealed.length)
          .putInt(sealed.length)
          .put(sealed)
          .flip();
    } catch (GeneralSecurityException e) {
      throw new IOException("a record cannot be encrypted", e);
    } finally {
      Arrays.fill(record, (byte) 0);
    }
  }

  private static byte[] place(long id, long sequence) {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(id).putLong(sequence).array();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Every record was flushed when it was appended.
    }
  }
}
