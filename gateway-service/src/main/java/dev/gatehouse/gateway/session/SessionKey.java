package dev.gatehouse.gateway.session;

import com.nimbusds.jose.jwk.ECKey;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keys that only gateways know, for what clients carry for us: derived (HKDF, RFC 5869) from the
 * service's own private key, which all replicas share and which outlives a restart.
 */
@Singleton
public final class SessionKey {
  private final byte[] secret;
  private final SecretKey key;

  SessionKey(@ConfigProperty(name = "gatehouse.assertion.key-file") Path file)
      throws IOException, ParseException {
    this.secret = ECKey.parse(Files.readString(file)).getD().decode();
    this.key = derive("gatehouse gateway session id v1");
  }

  /** Signs session ids. */
  SecretKey key() {
    return key;
  }

  /** A key for HMAC-SHA-256 and for one purpose, the same at every replica. */
  public SecretKey derive(String purpose) {
    try {
      byte[] info = purpose.getBytes(StandardCharsets.US_ASCII);
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              "HmacSHA256", HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info, 32));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK 25 has HKDF-SHA256", e);
    }
  }
}
