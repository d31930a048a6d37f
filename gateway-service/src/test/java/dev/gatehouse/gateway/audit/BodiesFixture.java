package dev.gatehouse.gateway.audit;

import dev.gatehouse.gateway.catalog.GatewayFixture;
import dev.gatehouse.gateway.identity.PrincipalFixture;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** Seals and opens bodies with keys of its own. */
final class BodiesFixture {
  private BodiesFixture() {}

  static BodySeal seal() {
    return new BodySeal(BodiesFixture::key);
  }

  static byte[] key(String purpose) {
    try {
      byte[] bytes = purpose.getBytes(StandardCharsets.UTF_8);
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] plain(Capture capture, Content input, Content output, Content answers) {
    return SealedBodies.write(capture, input, SealedBodies.digest(input), output, answers);
  }

  /** A call with an argument and without a trace. */
  static CallRecord record(String organisation) {
    return new CallRecord(
        PrincipalFixture.ofUserAndKey(organisation, "user-1", "key-1"),
        GatewayFixture.gateway(organisation, "gateway-1"),
        "tool.call",
        CallRecord.unknownTarget("tool", "gateway-1", "a"),
        true,
        "permission",
        seal(),
        new Capture(true, 4096, new byte[0]),
        Content.of("{\"a\":1}".getBytes(StandardCharsets.UTF_8)),
        null,
        "192.0.2.1");
  }

  static RecordCompletion completion() {
    return new RecordCompletion(seal(), new DigestKey(() -> new byte[32]));
  }
}
