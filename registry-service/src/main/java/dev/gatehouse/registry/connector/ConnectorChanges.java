package dev.gatehouse.registry.connector;

import dev.gatehouse.platform.change.IfMatch;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.registry.RegistryProblem;
import dev.gatehouse.registry.audit.ChangeAudit;
import dev.gatehouse.registry.catalog.Catalog;
import dev.gatehouse.registry.credential.CredentialKeeper;
import dev.gatehouse.registry.slug.Slug;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes of connectors: row, catalogue event and audit record in one transaction. */
@ApplicationScoped
class ConnectorChanges {
  private final ConnectorRepository connectors;
  private final ConnectorStatusRepository statuses;
  private final CredentialKeeper credentials;
  private final Catalog catalog;
  private final ChangeAudit audit;
  private final IfMatch ifMatch;
  private final Event<ConnectorRemoving> removing;
  private final Event<AllowedToolsChanged> allowedTools;
  private final Event<TrustChanged> trust;
  private final ConnectorConfig config;

  ConnectorChanges(
      ConnectorRepository connectors,
      ConnectorStatusRepository statuses,
      CredentialKeeper credentials,
      Catalog catalog,
      ChangeAudit audit,
      IfMatch ifMatch,
      Event<ConnectorRemoving> removing,
      Event<AllowedToolsChanged> allowedTools,
      Event<TrustChanged> trust,
      ConnectorConfig config) {
    this.connectors = connectors;
    this.statuses = statuses;
    this.credentials = credentials;
    this.catalog = catalog;
    this.audit = audit;
    this.ifMatch = ifMatch;
    this.removing = removing;
    this.allowedTools = allowedTools;
    this.trust = trust;
    this.config = config;
  }

  @Transactional
  void create(
      String organisation,
      UUID id,
      ConnectorSettings settings,
      @Nullable CredentialReference credential) {
    catalog.beginChange(organisation);
    if (connectors.count() >= config.maxPerOrganisation()) {
      throw ProblemException.of(
          RegistryProblem.QUOTA_REACHED,
          "An organisation can have %d connectors.".formatted(config.maxPerOrganisation()));
    }
    String slug = Slug.derive(settings.name(), "connector", connectors::hasSlug);
    Connector connector = new Connector(organisation, id, slug, settings);
    if (credential != null) {
      credentials.adopt(credential);
      connector.setCredential(credential);
    }
    connectors.persist(connector);
    statuses.persist(new ConnectorStatus(organisation, id));
    connectors.flush();
    catalog.publish(connector.manifest());
    audit.record("connector.create", target(connector), null, AuditedConnector.of(connector));
  }

  /**
   * @param seen the version that the settings were derived from
   */
  @Transactional
  void update(
      String organisation, UUID id, int seen, ConnectorSettings settings, CredentialChange change) {
    catalog.beginChange(organisation);
    Connector connector = connectors.findByIdOptional(id).orElseThrow(ConnectorQueries::notFound);
    ifMatch.require(connector.version);
    if (connector.version != seen) {
      throw ProblemException.of(
          CommonProblem.CONFLICT, "Somebody else changed the connector just now; try again.");
    }
    AuditedConnector before = AuditedConnector.of(connector);
    boolean otherTrust = connector.trustedAnnotations != settings.trustedAnnotations();
    boolean otherTools = !Objects.equals(connector.allowedTools, settings.allowedTools());
    connector.apply(settings);
    switch (change) {
      case CredentialChange.Keep() -> {}
      case CredentialChange.Remove() -> replaceCredential(connector, null);
      case CredentialChange.Replace(CredentialReference reference) -> {
        credentials.adopt(reference);
        replaceCredential(connector, reference);
      }
    }
    connectors.flush();
    catalog.publish(connector.manifest());
    if (otherTools) {
      allowedTools.fire(new AllowedToolsChanged(connector));
    }
    if (otherTrust) {
      trust.fire(new TrustChanged(connector));
    }
    audit.record("connector.update", target(connector), before, AuditedConnector.of(connector));
  }

  @Transactional
  void delete(String organisation, UUID id) {
    catalog.beginChange(organisation);
    Connector connector = connectors.findByIdOptional(id).orElseThrow(ConnectorQueries::notFound);
    ifMatch.require(connector.version);
    removing.fire(new ConnectorRemoving(organisation, id));
    catalog.remove(connector.manifest().key());
    replaceCredential(connector, null);
    connectors.delete(connector);
    connectors.flush();
    audit.record("connector.delete", target(connector), AuditedConnector.of(connector), null);
  }

  private void replaceCredential(Connector connector, @Nullable CredentialReference reference) {
    connector.credential().ifPresent(old -> credentials.abandon(connector.organisation, old));
    connector.setCredential(reference);
  }

  private static Target target(Connector connector) {
    return Target.of("connector", connector.id.toString(), connector.name);
  }
}
