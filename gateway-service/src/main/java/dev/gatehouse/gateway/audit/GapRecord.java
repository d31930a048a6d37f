package dev.gatehouse.gateway.audit;

import com.github.f4b6a3.uuid.UuidCreator;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import dev.gatehouse.gateway.audit.Gaps.Gap;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Decision;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.event.AuditRecord.Target;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The record of a gap: from when to when, and how many calls had none. Signed (JWS, ES256) with the
 * service's own key, so that nobody but a gateway can explain missing records away.
 */
@Singleton
final class GapRecord {
  private final ECKey key;

  GapRecord(@ConfigProperty(name = "gatehouse.assertion.key-file") Path file)
      throws IOException, ParseException {
    this.key = ECKey.parse(Files.readString(file));
  }

  AuditRecord of(Gap gap) {
    String calls = Long.toString(gap.calls());
    return new AuditRecord(
        AuditRecord.SCHEMA_VERSION,
        UuidCreator.getTimeOrderedEpoch().toString(),
        Instant.now(),
        gap.organisation(),
        "gateway",
        Phase.EVENT,
        null,
        Actor.service("gateway"),
        "audit.gap",
        Target.of("audit-trail", gap.organisation(), null),
        new Decision(true, "reads-when-full"),
        Outcome.SUCCESS,
        null,
        null,
        null,
        null,
        null,
        Map.of(
            "from", gap.from().toString(),
            "to", gap.to().toString(),
            "calls", calls,
            "statement", signed(gap)));
  }

  private String signed(Gap gap) {
    JWSObject statement =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
            new Payload(
                Map.of(
                    "organisation", gap.organisation(),
                    "from", gap.from().toString(),
                    "to", gap.to().toString(),
                    "calls", gap.calls())));
    try {
      statement.sign(new ECDSASigner(key));
      return statement.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("a gap cannot be signed", e);
    }
  }
}
