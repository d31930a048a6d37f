package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.registry.tool.Tool;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A tool as a gateway shows it. */
@Entity
@Table(name = "exposed_tool")
class Exposure {
  @Id UUID id;
  @TenantId String organisation;
  UUID gatewayId;
  UUID toolId;

  /** That shows it; null if it was added by hand. */
  @Nullable UUID ruleId;

  /** What clients see: the alias, or the upstream's name. Unique in the gateway. */
  String name;

  @Nullable String alias;
  @Nullable String description;
  boolean enabled;

  @Enumerated(EnumType.STRING)
  @Nullable Scope neededScope;

  int position;
  @Version int version;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
  protected Exposure() {}

  Exposure(Gateway gateway, UUID id, Tool tool, int position, ExposureSettings settings) {
    this.id = id;
    this.organisation = gateway.organisation;
    this.gatewayId = gateway.id;
    this.toolId = tool.id();
    this.position = position;
    this.name = tool.name();
    apply(settings, tool);
  }

  UUID id() {
    return id;
  }

  final void apply(ExposureSettings settings, Tool tool) {
    alias = settings.alias();
    name = Objects.requireNonNullElse(alias, tool.name());
    description = settings.description();
    enabled = !Boolean.FALSE.equals(settings.enabled());
    neededScope = settings.neededScope();
  }

  ExposureSettings settings() {
    return new ExposureSettings(alias, description, enabled, neededScope);
  }
}
