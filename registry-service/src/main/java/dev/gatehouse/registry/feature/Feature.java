package dev.gatehouse.registry.feature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.event.CatalogEvent.FeatureDefinition;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundFeature;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.registry.connector.Connector;
import dev.gatehouse.registry.json.JsonText;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** A resource, resource template or prompt as its server describes it. */
@Entity
@Table(name = "feature")
class Feature {
  @Id UUID id;
  @TenantId String organisation;
  UUID connectorId;

  @Enumerated(EnumType.STRING)
  FeatureKind kind;

  /** URI, URI template or name. */
  String name;

  String hash;

  @Convert(converter = JsonText.class)
  JsonNode definition;

  Instant createdAt;
  Instant updatedAt;
  @Version int version;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
  protected Feature() {}

  Feature(Connector connector, UUID id, FoundFeature found) {
    this.id = id;
    this.organisation = connector.organisation();
    this.connectorId = connector.id();
    this.kind = found.kind();
    this.name = found.name();
    this.hash = found.hash();
    this.definition = found.definition();
    this.createdAt = Instant.now();
    this.updatedAt = createdAt;
  }

  UUID id() {
    return id;
  }

  void change(FoundFeature found) {
    hash = found.hash();
    definition = found.definition();
    updatedAt = Instant.now();
  }

  FeatureDefinition event() {
    return new FeatureDefinition(
        organisation, id.toString(), connectorId.toString(), kind, name, hash, definition);
  }

  EventKey key() {
    return event().key();
  }
}
