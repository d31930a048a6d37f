package dev.gatehouse.auth.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.client.DocumentUris;
import dev.gatehouse.auth.client.Policies;
import dev.gatehouse.auth.client.RegistrationPolicy;
import dev.gatehouse.platform.security.Origin;
import io.quarkus.arc.Arc;
import org.junit.jupiter.api.Test;

@AuthTest
class ServerMetadataTest {

  @Test
  void doesNotAdvertiseRegistrationWhereItIsOff() {
    assertThat(describe(Policies.off())).doesNotContain("registration_endpoint");
  }

  @Test
  void advertisesRegistrationByToken() {
    assertThat(describe(Policies.byToken())).contains("registration_endpoint");
  }

  private static String describe(RegistrationPolicy policy) {
    return new ServerMetadata(
            new Origin("https://gate.example"),
            policy,
            Arc.container().instance(DocumentUris.class).get())
        .json();
  }
}
