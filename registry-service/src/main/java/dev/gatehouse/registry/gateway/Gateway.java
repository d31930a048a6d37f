package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.event.CatalogEvent.ExposedConnector;
import dev.gatehouse.platform.event.CatalogEvent.GatewayLimits;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.event.CatalogEvent.GatewaySettings;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.IdentityEvent.OrganisationChanged;
import jakarta.persistence.Convert;
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

/** A chosen set of tools under one MCP URL: a gateway, an agent or a runner. */
@Entity
@Table(name = "gateway")
public class Gateway {
  @Id UUID id;
  @TenantId String organisation;

  @Enumerated(EnumType.STRING)
  GatewayKind kind;

  /** Of an agent: what is attached to this runner, it has too. */
  @Nullable UUID runnerId;

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

  /** Messages of all callers together; 0 for no limit. */
  int perMinute;

  /** Messages of each caller; 0 for no limit. */
  int callerPerMinute;

  /** How many part records of its manifest are in the catalogue. */
  @OptimisticLock(excluded = true)
  int parts;

  /** Which these are; none where they are to be published anew. */
  @Convert(converter = PublishedPartsText.class)
  @OptimisticLock(excluded = true)
  PublishedParts publishedParts;

  @OptimisticLock(excluded = true)
  long revision;

  Instant createdAt;
  Instant updatedAt;

  /** Counts what callers change, not what follows from changes of tools. */
  @Version int version;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
  protected Gateway() {}

  Gateway(
      GatewayKind kind,
      OrganisationChanged organisation,
      UUID id,
      String slug,
      GatewayRequest request) {
    this.kind = kind;
    this.id = id;
    this.organisation = organisation.organisation();
    this.organisationSlug = organisation.slug();
    this.slug = slug;
    this.publishedParts = PublishedParts.NONE;
    this.createdAt = Instant.now();
    apply(request);
  }

  EventKey key() {
    return new EventKey(organisation, "gateway", id.toString());
  }

  public UUID id() {
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
    GatewayRequest.RateLimits limits =
        Objects.requireNonNullElse(settings.rateLimits(), GatewayRequest.RateLimits.NONE);
    perMinute = Objects.requireNonNullElse(limits.perMinute(), 0);
    callerPerMinute = Objects.requireNonNullElse(limits.callerPerMinute(), 0);
    updatedAt = Instant.now();
  }

  GatewayRequest.Settings settings() {
    return new GatewayRequest.Settings(
        apiKeysAllowed,
        queryKeyAllowed,
        scopeMode,
        new GatewayRequest.RateLimits(
            perMinute == 0 ? null : perMinute, callerPerMinute == 0 ? null : callerPerMinute));
  }

  public GatewayKind kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  public @Nullable UUID runner() {
    return runnerId;
  }

  /** Takes part in the version: it is a change that callers make. */
  public void setRunner(@Nullable UUID runner) {
    runnerId = runner;
  }

  public long version() {
    return version;
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
        new GatewaySettings(
            apiKeysAllowed,
            queryKeyAllowed,
            scopeMode.value(),
            new GatewayLimits(perMinute, callerPerMinute)),
        parts,
        revision,
        connectors,
        partRevisions());
  }

  /** Left out where all are of this revision: readers of before know nothing else. */
  private @Nullable List<Long> partRevisions() {
    List<Long> revisions =
        publishedParts.at(revision).stream().map(PublishedPart::revision).toList();
    return revisions.stream().allMatch(of -> of == revision) ? null : revisions;
  }
}
