package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.event.CatalogEvent.ExposedConnector;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A connector whose resources or prompts a gateway shows. */
@Entity
@Table(name = "exposed_connector")
class ConnectorExposure {
  @Id UUID id;
  @TenantId String organisation;
  UUID gatewayId;
  UUID connectorId;
  boolean resources;
  boolean prompts;
  @Nullable String prefix;
  @Version int version;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
  protected ConnectorExposure() {}

  ConnectorExposure(Gateway gateway, UUID id, UUID connector) {
    this.id = id;
    this.organisation = gateway.organisation;
    this.gatewayId = gateway.id;
    this.connectorId = connector;
  }

  void apply(ConnectorExposureSettings settings) {
    resources = settings.resources();
    prompts = settings.prompts();
    prefix = settings.prefix();
  }

  ConnectorExposureSettings settings() {
    return new ConnectorExposureSettings(resources, prompts, prefix);
  }

  ExposedConnector event() {
    return new ExposedConnector(connectorId.toString(), resources, prompts, prefix);
  }
}
