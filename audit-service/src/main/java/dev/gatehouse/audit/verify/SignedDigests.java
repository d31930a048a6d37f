package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.digest.Digest;
import dev.gatehouse.audit.digest.SigningKey;
import dev.gatehouse.audit.trail.ChainId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The digests of an organisation, gone over from the first to the last. */
final class SignedDigests {
  private static final int PAGE = 1_000;
  private static final String READ =
      "SELECT number, content, signature FROM audit_digest WHERE organisation = ? AND number >= ?"
          + " ORDER BY number LIMIT "
          + PAGE;

  private final Map<ChainId, NavigableMap<Long, String>> heads = new HashMap<>();
  private String previous = "";
  private long count;
  private @Nullable Finding finding;

  private SignedDigests() {}

  static SignedDigests read(Connection connection, String organisation, SigningKey key)
      throws SQLException {
    SignedDigests digests = new SignedDigests();
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      read.setString(1, organisation);
      long from = Long.MIN_VALUE;
      while (digests.page(read, from, organisation, key) && digests.finding == null) {
        from = digests.count + 1;
      }
    }
    return digests;
  }

  /** Whether there may be more after these. */
  private boolean page(PreparedStatement read, long from, String organisation, SigningKey key)
      throws SQLException {
    read.setLong(2, from);
    int rows = 0;
    try (ResultSet row = read.executeQuery()) {
      while (row.next() && finding == null) {
        take(organisation, row.getLong(1), row.getString(2), row.getBytes(3), key);
        rows++;
      }
    }
    return rows == PAGE;
  }

  private void take(
      String organisation, long number, String content, byte[] signature, SigningKey key) {
    long expected = count + 1;
    if (number != expected) {
      wrong(expected, "digest " + expected + " is missing");
      return;
    }
    if (!key.verifies(content.getBytes(StandardCharsets.UTF_8), signature)) {
      wrong(number, "the signature is not one of key " + key.id());
      return;
    }
    Digest digest = Digest.parse(content);
    if (digest.number() != number
        || !digest.organisation().equals(organisation)
        || !digest.previous().equals(previous)) {
      wrong(number, "it does not follow the digest before it");
      return;
    }
    count++;
    previous = Digest.hash(content);
    heads
        .computeIfAbsent(
            new ChainId(digest.day(), digest.retentionClass()), ignored -> new TreeMap<>())
        .put(digest.toSeq(), digest.head());
  }

  private void wrong(long number, String detail) {
    finding = new Finding(Finding.Kind.DIGEST, null, null, null, null, number, detail);
  }

  @Nullable Finding finding() {
    return finding;
  }

  long count() {
    return count;
  }

  /** The chains that digests tell of. */
  List<ChainId> chains() {
    return List.copyOf(heads.keySet());
  }

  /** Hashes of a chain by the place that they are of. */
  NavigableMap<Long, String> heads(ChainId chain) {
    return heads.getOrDefault(chain, new TreeMap<>());
  }
}
