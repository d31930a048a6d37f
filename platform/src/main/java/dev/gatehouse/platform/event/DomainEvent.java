package dev.gatehouse.platform.event;

/** One thing that a service tells the others: an identity, catalogue, discovery, … event. */
public sealed interface DomainEvent
    permits ApiKeyUsed,
        AuditRecord,
        AuditSettings,
        CatalogEvent,
        CredentialEvent,
        DiscoveryEvent,
        IdentityEvent,
        SessionEvent {

  /** The Kafka key: what a later event about the same thing replaces. */
  EventKey key();

  /** The organisation that the event belongs to; its partition follows from it. */
  default String organisation() {
    return key().organisation();
  }
}
