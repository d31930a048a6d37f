package dev.gatehouse.platform.security;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.AccessTokenRules;
import dev.gatehouse.platform.identity.CallerAssertion;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.kafka.CompactedTopicReader;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes what authentication needs from configuration. */
@ApplicationScoped
class IdentityProducer {

  @Produces
  @Singleton
  IdentityView view(IdentityConfig config) {
    return new IdentityView(Clock.systemUTC(), config.keysGoodWithoutHeartbeat());
  }

  @Produces
  @Singleton
  AccessTokenRules rules(IdentityView view, AuthorizationServerConfig server) {
    return new AccessTokenRules(
        view,
        new AccessTokenRules.Expected(
            server.tokenType(), server.audience().orElse(null), server.issuer().isPresent()));
  }

  @Produces
  @Singleton
  @Startup
  @Identifier("identity")
  CompactedTopicReader reader(
      @Identifier("default-kafka-broker") Map<String, Object> kafka, IdentityView view) {
    CompactedTopicReader reader = new CompactedTopicReader(List.of(Topics.IDENTITY), kafka, view);
    reader.start();
    return reader;
  }

  void close(@Disposes @Identifier("identity") CompactedTopicReader reader)
      throws InterruptedException {
    reader.close();
  }

  @Produces
  @Singleton
  CallerAssertion.Signer signer(AssertionConfig config) throws IOException, ParseException {
    return new CallerAssertion.Signer(
        ECKey.parse(Files.readString(config.keyFile())), Clock.systemUTC());
  }

  @Produces
  @Singleton
  CallerAssertion.Verifier verifier(
      AssertionConfig config, @ConfigProperty(name = "quarkus.application.name") String service) {
    try {
      return new CallerAssertion.Verifier(
          JWKSet.parse(Files.readString(config.trustedKeysFile())), service, Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "gatehouse.assertion.trusted-keys-file cannot be read: " + config.trustedKeysFile(), e);
    } catch (ParseException e) {
      throw new IllegalStateException(
          "gatehouse.assertion.trusted-keys-file is no JWK set: " + config.trustedKeysFile(), e);
    }
  }
}
