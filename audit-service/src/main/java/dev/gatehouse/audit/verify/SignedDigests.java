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
  private static final String READ =
      "SELECT number, content, signature FROM audit_digest WHERE organisation = ? ORDER BY number";

  private final Map<ChainId, NavigableMap<Long, String>> heads = new HashMap<>();
  private long count;
  private @Nullable Finding finding;

  private SignedDigests() {}

  static SignedDigests read(Connection connection, String organisation, SigningKey key)
      throws SQLException {
    SignedDigests digests = new SignedDigests();
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      read.setFetchSize(1000);
      read.setString(1, organisation);
      String previous = "";
      try (ResultSet row = read.executeQuery()) {
        while (row.next() && digests.finding == null) {
          String content = row.getString(2);
          digests.take(organisation, row.getLong(1), content, row.getBytes(3), previous, key);
          previous = Digest.hash(content);
        }
      }
    }
    return digests;
  }

  private void take(
      String organisation,
      long number,
      String content,
      byte[] signature,
      String previous,
      SigningKey key) {
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
