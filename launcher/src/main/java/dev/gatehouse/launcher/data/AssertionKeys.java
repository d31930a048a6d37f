package dev.gatehouse.launcher.data;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.suite.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The key pairs with which the services, and the launcher, sign caller assertions. Each private key
 * is a file of its own; the public ones are together in one.
 */
public record AssertionKeys(DataFolder folder) {

  /** Name of the launcher among the services. */
  public static final String LAUNCHER = "launcher";

  /** Makes the keys that are missing. */
  public void ensure() {
    try {
      List<JWK> trusted = new ArrayList<>();
      var names = Arrays.stream(Service.values()).map(Service::id);
      for (String name : Stream.concat(names, Stream.of(LAUNCHER)).toList()) {
        var file = keyFile(name);
        if (!Files.exists(file)) {
          var key = new ECKeyGenerator(Curve.P_256).keyID(name).generate();
          PrivateFile.write(file, key.toJSONString().getBytes(StandardCharsets.UTF_8));
        }
        trusted.add(read(name).toPublicJWK());
      }
      var set = new JWKSet(trusted).toString(true);
      PrivateFile.write(trustedKeysFile(), set.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Failure.of(e);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The private key of a name. */
  public ECKey read(String name) {
    try {
      return ECKey.parse(Files.readString(keyFile(name)));
    } catch (ParseException e) {
      throw new Failure(keyFile(name) + " does not hold a key.", e);
    } catch (IOException e) {
      throw Failure.of(e);
    }
  }

  public Path keyFile(String name) {
    return folder.keys().resolve(name + ".jwk");
  }

  public Path trustedKeysFile() {
    return folder.keys().resolve("trusted.jwks");
  }
}
