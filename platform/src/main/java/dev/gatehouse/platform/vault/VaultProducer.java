package dev.gatehouse.platform.vault;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

@ApplicationScoped
class VaultProducer {

  @Produces
  @Singleton
  Vault vault(VaultConfig config) {
    return new Vault(config);
  }
}
