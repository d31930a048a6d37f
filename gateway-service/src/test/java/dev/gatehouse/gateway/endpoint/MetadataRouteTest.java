package dev.gatehouse.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.gateway.catalog.GatewayFixture;
import dev.gatehouse.platform.security.AuthorizationServerConfig;
import dev.gatehouse.platform.security.Origin;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which authorization server clients are sent to. */
class MetadataRouteTest {
  private static final String ISSUER = "https://sso.example.com/realms/corp";

  @Test
  void namesOurOwnAuthorizationServer() {
    assertThat(authorizationServers(Map.of())).containsExactly("https://gate.example");
  }

  @Test
  void namesTheOtherAuthorizationServerWhoseTokensAreTaken() {
    assertThat(authorizationServers(Map.of("gatehouse.authorization-server.issuer", ISSUER)))
        .containsExactly(ISSUER);
  }

  private static List<String> authorizationServers(Map<String, String> settings) {
    AuthorizationServerConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(AuthorizationServerConfig.class)
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build()
            .getConfigMapping(AuthorizationServerConfig.class);
    MetadataRoute route =
        new MetadataRoute(new Catalog(), new Origin("https://gate.example"), config, null, null);
    return route
        .document(GatewayFixture.gateway("o", "g"))
        .getJsonArray("authorization_servers")
        .stream()
        .map(String.class::cast)
        .toList();
  }
}
