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
 * The key that session ids are signed by: derived (HKDF, RFC 5869) from the service's own private
 * key, which all replicas share and which outlives a restart.
 */
@Singleton
final class SessionKey {
  private static final byte[] PURPOSE =
      "gatehouse gateway session id v1".getBytes(StandardCharsets.US_ASCII);

  private final SecretKey key;

  SessionKey(@ConfigProperty(name = "gatehouse.assertion.key-file") Path file)
      throws IOException, ParseException, GeneralSecurityException {
    byte[] secret = ECKey.parse(Files.readString(file)).getD().decode();
    this.key =
        KDF.getInstance("HKDF-SHA256")
            .deriveKey(
                "HmacSHA256", HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(PURPOSE, 32));
  }

  SecretKey key() {
    return key;
  }
}
