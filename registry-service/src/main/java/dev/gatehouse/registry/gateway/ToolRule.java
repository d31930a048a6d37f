package dev.gatehouse.registry.gateway;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** Tools of one connector that are shown because it says so, those included that come later. */
@Entity
@Table(name = "tool_rule")
public class ToolRule {
  @Id UUID id;
  @TenantId String organisation;
  UUID gatewayId;
  UUID connectorId;

  @Column(columnDefinition = "text[]")
  @Nullable List<String> allowedTools;

  @Nullable String namePattern;
  boolean readOnly;
  Instant createdAt;
  @Version int version;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
  protected ToolRule() {}

  ToolRule(Gateway gateway, UUID id, UUID connector, ToolFilter filter) {
    this.id = id;
    this.organisation = gateway.organisation;
    this.gatewayId = gateway.id;
    this.connectorId = connector;
    this.createdAt = Instant.now();
    apply(filter);
  }

  final void apply(ToolFilter filter) {
    allowedTools = filter.allowedTools();
    namePattern = filter.pattern();
    readOnly = Boolean.TRUE.equals(filter.readOnly());
  }

  public UUID id() {
    return id;
  }

  public UUID connector() {
    return connectorId;
  }

  public ToolFilter filter() {
    return new ToolFilter(allowedTools, namePattern, readOnly);
  }

  public Instant createdAt() {
    return createdAt;
  }

  public long version() {
    return version;
  }
}
