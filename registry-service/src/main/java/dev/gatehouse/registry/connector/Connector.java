package dev.gatehouse.registry.connector;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.stdio.StdioCommand;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** Something that has tools. Of kind {@code MCP} for now. */
@Entity
@Table(name = "connector")
public class Connector {
  static final String KIND_MCP = "MCP";

  @Id UUID id;
  @TenantId String organisation;
  String kind;
  String slug;
  String name;

  @Enumerated(EnumType.STRING)
  Transport transport;

  @Nullable String url;
  @Nullable String command;

  @Column(columnDefinition = "text[]")
  List<String> args;

  @Column(columnDefinition = "text[]")
  @Nullable List<String> allowedTools;

  boolean enabled;

  @Enumerated(EnumType.STRING)
  ChangePolicy changePolicy;

  boolean trustedAnnotations;
  boolean validateArguments;

  @Column(columnDefinition = "text[]")
  List<String> forwardedHeaders;

  long timeoutMillis;

  @Convert(converter = OAuthText.class)
  @Nullable UpstreamOAuth oauth;

  @Nullable Long syncIntervalSeconds;
  @Nullable String credentialPath;
  @Nullable Integer credentialVersion;
  long revision;
  Instant createdAt;
  Instant updatedAt;
  @Version int version;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
  protected Connector() {}

  Connector(String organisation, UUID id, String slug, ConnectorSettings settings) {
    this.id = id;
    this.organisation = organisation;
    this.kind = KIND_MCP;
    this.slug = slug;
    this.createdAt = Instant.now();
    apply(settings);
  }

  public UUID id() {
    return id;
  }

  public String organisation() {
    return organisation;
  }

  /** Stands before names of its tools that another connector's tool has already. */
  public String slug() {
    return slug;
  }

  public ChangePolicy changePolicy() {
    return changePolicy;
  }

  /** Whether what its tools say of themselves is believed. */
  public boolean trustedAnnotations() {
    return trustedAnnotations;
  }

  /** Whether any gateway shows what it has. */
  public boolean enabled() {
    return enabled;
  }

  /** Whether a tool of this name is taken over. */
  public boolean allows(String tool) {
    return allowedTools == null || allowedTools.contains(tool);
  }

  final void apply(ConnectorSettings settings) {
    name = settings.name();
    transport = settings.transport();
    url = settings.url();
    command = settings.command();
    args = settings.args();
    allowedTools = settings.allowedTools();
    enabled = settings.enabled();
    changePolicy = settings.changePolicy();
    trustedAnnotations = settings.trustedAnnotations();
    validateArguments = settings.validateArguments();
    forwardedHeaders = settings.forwardedHeaders();
    timeoutMillis = settings.timeoutMillis();
    oauth = settings.oauth();
    syncIntervalSeconds = settings.syncIntervalSeconds();
    revision++;
    updatedAt = Instant.now();
  }

  ConnectorSettings settings() {
    return new ConnectorSettings(
        name,
        transport,
        url,
        command,
        args,
        allowedTools,
        enabled,
        changePolicy,
        trustedAnnotations,
        validateArguments,
        forwardedHeaders,
        timeoutMillis,
        oauth,
        syncIntervalSeconds);
  }

  Optional<CredentialReference> credential() {
    return credentialPath == null || credentialVersion == null
        ? Optional.empty()
        : Optional.of(new CredentialReference(credentialPath, credentialVersion));
  }

  void setCredential(@Nullable CredentialReference reference) {
    credentialPath = reference == null ? null : reference.path();
    credentialVersion = reference == null ? null : reference.version();
  }

  private @Nullable String address() {
    return command == null ? url : new StdioCommand(command, args).uri().toString();
  }

  ConnectorManifest manifest() {
    return new ConnectorManifest(
        organisation,
        id.toString(),
        slug,
        name,
        kind,
        transport.value(),
        address(),
        enabled,
        trustedAnnotations,
        validateArguments,
        credential().orElse(null),
        List.copyOf(forwardedHeaders),
        timeoutMillis,
        revision,
        oauth,
        syncIntervalSeconds);
  }
}
