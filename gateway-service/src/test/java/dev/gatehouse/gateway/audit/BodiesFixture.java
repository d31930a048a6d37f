package dev.gatehouse.gateway.audit;

import java.security.GeneralSecurityException;

/** Seals and opens bodies with keys of its own. */
final class BodiesFixture {
  private BodiesFixture() {}

  static BodySeal seal() {
    try {
      return new BodySeal(new byte[32]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static RecordCompletion completion() {
    return new RecordCompletion(seal(), new DigestKey(() -> new byte[32]));
  }
}
