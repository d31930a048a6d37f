package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.event.CatalogEvent.ExposedConnector;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.event.CatalogEvent.GatewaySettings;
import dev.gatehouse.platform.event.EventKey;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.OptimisticLock;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A chosen set of tools under one MCP URL. */
@Entity
@Table(name = "gateway")
class Gateway {
  @Id UUID id;
  @TenantId String organisation;

  /** As it was known last; the identity topic may not have been read yet when it is needed. */
  @OptimisticLock(excluded = true)
  String organisationSlug;

  String slug;
  String name;
  @Nullable String description;
  boolean enabled;
  boolean apiKeysAllowed;
  boolean queryKeyAllowed;

  @Enumerated(EnumType.STRING)
  ScopeMode scopeMode;

  /** How many part records of its manifest are in the catalogue. */
  @OptimisticLock(excluded = true)
  int parts;

  @OptimisticLock(excluded = true)
  long revision;

  Instant createdAt;
  Instant updatedAt;

  /** Counts what callers change, not what follows from changes of tools. */
  @Version int version;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
  protected Gateway() {}

  Gateway(
      String organisation, String organisationSlug, UUID id, String slug, GatewayRequest request) {
    this.id = id;
    this.organisation = organisation;
    this.organisationSlug = organisationSlug;
    this.slug = slug;
    this.createdAt = Instant.now();
    apply(request);
  }

  EventKey key() {
    return new EventKey(organisation, "gateway", id.toString());
  }

  UUID id() {
    return id;
  }

  final void apply(GatewayRequest request) {
    GatewayRequest.Settings settings =
        Objects.requireNonNullElse(request.settings(), GatewayRequest.Settings.DEFAULT);
    name = Objects.requireNonNull(request.name()).strip();
    description = request.description();
    enabled = !Boolean.FALSE.equals(request.enabled());
    apiKeysAllowed = !Boolean.FALSE.equals(settings.apiKeysAllowed());
    queryKeyAllowed = Boolean.TRUE.equals(settings.queryKeyAllowed());
    scopeMode = Objects.requireNonNullElse(settings.scopeMode(), ScopeMode.HIDE);
    updatedAt = Instant.now();
  }

  GatewayManifest manifest(List<ExposedConnector> connectors) {
    return new GatewayManifest(
        organisation,
        organisationSlug,
        id.toString(),
        slug,
        name,
        description,
        enabled,
        new GatewaySettings(apiKeysAllowed, queryKeyAllowed, scopeMode.value()),
        parts,
        revision,
        connectors);
  }
}
