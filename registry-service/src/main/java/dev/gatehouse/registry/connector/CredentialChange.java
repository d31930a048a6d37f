package dev.gatehouse.registry.connector;

import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;

/** What a change does to a connector's credentials. */
sealed interface CredentialChange {
  record Keep() implements CredentialChange {}

  record Remove() implements CredentialChange {}

  /** They lie in Vault already and wait to be referred to. */
  record Replace(CredentialReference reference) implements CredentialChange {}
}
