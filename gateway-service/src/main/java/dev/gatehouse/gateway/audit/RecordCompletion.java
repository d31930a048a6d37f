package dev.gatehouse.gateway.audit;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.platform.redact.JsonRedaction;
import dev.gatehouse.platform.redact.SecretNames;
import dev.gatehouse.platform.vault.VaultException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts digests and redacted bodies into a record on its way from the spool to Kafka. Bodies that
 * cannot be opened or told are left out and said to be missing; the record goes its way.
 */
@Singleton
public final class RecordCompletion {
  private static final Logger LOG = LoggerFactory.getLogger(RecordCompletion.class);
  private static final int KNOWN = 64;
  private static final byte[] END = utf8("}}");
  private static final byte[] INPUT = utf8(",\"input\":{\"bytes\":");
  private static final byte[] OUTPUT = utf8(",\"output\":{\"bytes\":");
  private static final byte[] ANSWERS = utf8(",\"answers\":{\"bytes\":");
  private static final byte[] DIGEST = utf8(",\"digest\":\"");
  private static final byte[] CONTENT = utf8(",\"content\":");
  private static final byte[] REDACTIONS = utf8(",\"redactions\":");
  private static final byte[] KEYS = utf8(",\"keys\":[");
  private static final byte[] WHOLE = utf8(",\"truncated\":false}");
  private static final byte[] TRUNCATED = utf8(",\"truncated\":true}");
  private static final byte[] UNREADABLE = utf8(",\"input\":{\"bytes\":0,\"truncated\":true}}}");

  private final BodySeal seal;
  private final DigestKey digests;
  private final Cache<String, SecretNames> known =
      Caffeine.newBuilder().executor(Runnable::run).maximumSize(KNOWN).build();

  RecordCompletion(BodySeal seal, DigestKey digests) {
    this.seal = seal;
    this.digests = digests;
  }

  /** The value for Kafka. */
  byte[] complete(Frame frame) {
    if (frame.sealed().length == 0) {
      return frame.value();
    }
    String key = new String(frame.key(), StandardCharsets.UTF_8);
    String organisation = key.substring(0, key.indexOf('/'));
    byte[] id = utf8(key.substring(key.lastIndexOf('/') + 1));
    int end = frame.value().length - END.length;
    // With room for all of it, which is not much less than what was sealed.
    Bytes out = new Bytes(frame.value().length + frame.sealed().length + 512);
    out.add(frame.value(), 0, end);
    try {
      SealedBodies bodies = SealedBodies.read(seal.open(id, frame.sealed()));
      SecretNames names = names(bodies.secretNames());
      body(out, INPUT, organisation, bodies, bodies.input(), names);
      body(out, OUTPUT, organisation, bodies, bodies.output(), names);
      if (bodies.answers().present()) {
        body(out, ANSWERS, organisation, bodies, bodies.answers(), names);
      }
      return out.add(END).toArray();
    } catch (VaultException e) {
      throw e; // it is another time for all of them
    } catch (GeneralSecurityException | RuntimeException e) { // one must not keep all the others
      LOG.error("The bodies of audit record {} cannot be told; it goes without them", key, e);
      return new Bytes(end + 64).add(frame.value(), 0, end).add(UNREADABLE).toArray();
    }
  }

  /** A tool's are the same at each of its calls. */
  private SecretNames names(String marked) {
    return marked.isEmpty()
        ? SecretNames.COMMON
        : known.get(marked, all -> SecretNames.with(List.of(all.split("\n"))));
  }

  private void body(
      Bytes out,
      byte[] member,
      String organisation,
      SealedBodies bodies,
      SealedBodies.Part part,
      SecretNames names) {
    out.add(member).add(part.bytes());
    if (!part.present()) {
      out.add(WHOLE);
      return;
    }
    out.add(DIGEST).add(utf8(digests.digest(organisation, part.sha256())));
    out.add('"');
    int maxBytes = bodies.content() ? bodies.maxBytes() : 0;
    if (part.beginning().length == 0) {
      out.add(TRUNCATED);
      return;
    }
    JsonRedaction.Result redacted = JsonRedaction.of(part.beginning(), part.cut(), names, maxBytes);
    byte[] content = redacted.json();
    if (content != null) {
      out.add(CONTENT).add(content);
      out.add(REDACTIONS).add(redacted.redactions());
    } else if (!redacted.keys().isEmpty()) {
      keys(out, redacted.keys());
    }
    boolean whole = content != null && !redacted.truncated();
    out.add(whole ? WHOLE : TRUNCATED);
  }

  private static void keys(Bytes out, List<String> keys) {
    out.add(KEYS);
    for (int i = 0; i < keys.size(); i++) {
      if (i > 0) {
        out.add(',');
      }
      out.quote(keys.get(i));
    }
    out.add(']');
  }
}
