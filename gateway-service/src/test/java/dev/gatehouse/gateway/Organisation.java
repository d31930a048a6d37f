package dev.gatehouse.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.platform.event.CatalogEvent;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.event.CatalogEvent.ExposedConnector;
import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.event.CatalogEvent.FeatureDefinition;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifestPart;
import dev.gatehouse.platform.event.CatalogEvent.GatewaySettings;
import dev.gatehouse.platform.event.CatalogEvent.ServerDescription;
import dev.gatehouse.platform.event.CatalogEvent.ToolDefinition;
import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.event.CredentialEvent.CredentialRotated;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.DomainEvent;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestKeys;
import dev.gatehouse.platform.testing.TestVault;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;

/**
 * Plays registry and auth: an organisation with connectors, tools and gateways, published to the
 * topics and waited for in the service's view.
 */
public final class Organisation implements AutoCloseable {
  public static final String ORIGIN = "http://localhost:8080";

  private final Catalog catalog;
  private final TestIdentities identities;
  private final String slug = "org-" + TestIdentities.newId();
  private final String id;
  private final List<ExposedTool> exposed = new ArrayList<>();
  private final List<ExposedConnector> exposedConnectors = new ArrayList<>();
  private String connector = "";
  private GatewaySettings settings = GatewaySettings.DEFAULT;
  private List<String> forwarded = List.of();
  private String transport = "streamable_http";
  private long revision;
  private String gateway = TestIdentities.newId();

  public Organisation(IdentityView view, Catalog catalog) {
    this.catalog = catalog;
    this.identities = new TestIdentities(view);
    this.id = identities.organisation(slug);
  }

  public String id() {
    return id;
  }

  public String gatewayId() {
    return gateway;
  }

  public TestIdentities identities() {
    return identities;
  }

  /** Servers of connectors from here on speak HTTP+SSE. */
  public Organisation overSse() {
    transport = "sse";
    return this;
  }

  /** Connectors from here on list these headers of clients to be passed on. */
  public Organisation forwarding(String... headers) {
    forwarded = List.of(headers);
    return this;
  }

  /** All that follows is of this connector. */
  public Organisation connector(URI url) {
    return connector(url, null, false, Duration.ofSeconds(5));
  }

  public Organisation connector(
      URI url, CredentialReference credential, boolean trusted, Duration timeout) {
    connector = TestIdentities.newId();
    publish(manifest(url, credential, trusted, timeout, true));
    return this;
  }

  /** One whose tokens are got by OAuth; returns its manifest. */
  public ConnectorManifest connector(URI url, UpstreamOAuth oauth) {
    connector = TestIdentities.newId();
    return redirect(url, oauth);
  }

  /** The last connector leads elsewhere from now on. */
  public ConnectorManifest redirect(URI url, UpstreamOAuth oauth) {
    ConnectorManifest m = manifest(url, null, false, Duration.ofSeconds(5), true);
    ConnectorManifest with =
        new ConnectorManifest(
            m.organisation(),
            m.id(),
            m.slug(),
            m.name(),
            m.kind(),
            m.transport(),
            m.url(),
            m.enabled(),
            m.trustedAnnotations(),
            m.validateArguments(),
            m.credential(),
            m.forwardedHeaders(),
            m.timeoutMillis(),
            m.revision(),
            oauth,
            null);
    publish(with);
    return with;
  }

  /** Plays connector-sync-service: an account of the last connector has this token. */
  public void account(ConnectorManifest manifest, String user, long version, String token) {
    CredentialRotated told =
        new CredentialRotated(
            id,
            manifest.id(),
            user,
            version,
            TestVault.encrypt(id, token),
            null,
            manifest.tokenTarget());
    tell(Topics.CREDENTIAL, "connector-sync", told);
  }

  /** Plays connector-sync-service: this is how a connector's upstream is. */
  public void health(ConnectorManifest manifest, HealthChanged.State state, Instant since) {
    HealthChanged told = new HealthChanged(id, manifest.id(), state, null, since);
    tell(Topics.HEALTH, "connector-sync", told);
  }

  /** Plays a service that tells of something. */
  public void tell(String topic, String source, DomainEvent event) {
    byte[] value = EventCodec.encode(EventCodec.envelope(source, event, null));
    identities.send(new ProducerRecord<>(topic, event.key().toString(), value));
  }

  /** The account is gone. */
  public void forgetAccount(ConnectorManifest manifest) {
    String key = new EventKey(id, "credential", manifest.id()).toString();
    identities.send(new ProducerRecord<>(Topics.CREDENTIAL, key, null));
  }

  private ConnectorManifest manifest(
      URI url, CredentialReference credential, boolean trusted, Duration timeout, boolean enabled) {
    return new ConnectorManifest(
        id,
        connector,
        "c",
        "C",
        "MCP",
        transport,
        url.toString(),
        enabled,
        trusted,
        false,
        credential,
        forwarded,
        timeout.toMillis(),
        ++revision);
  }

  public Organisation disableConnector(URI url) {
    publish(manifest(url, null, false, Duration.ofSeconds(5), false));
    return this;
  }

  /** A tool of the last connector, under its own name. */
  public Organisation tool(String name) {
    return tool(name, name, "{}", null);
  }

  /**
   * @param more members of the definition besides name and schema
   */
  public Organisation tool(String name, String alias, String more, Scope neededScope) {
    JsonNode definition =
        json("{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}", more);
    String tool = TestIdentities.newId();
    String hash = CanonicalJson.sha256(definition);
    publish(new ToolDefinition(id, tool, connector, name, hash, definition));
    exposed.add(new ExposedTool(tool, hash, connector, alias, null, true, neededScope));
    return this;
  }

  /** A resource, resource template or prompt of the last connector, by URI, template or name. */
  public Organisation feature(FeatureKind kind, String name) {
    String member =
        switch (kind) {
          case RESOURCE -> "uri";
          case RESOURCE_TEMPLATE -> "uriTemplate";
          case PROMPT -> "name";
        };
    JsonNode definition = Json.mapper().createObjectNode().put("name", name).put(member, name);
    publish(
        new FeatureDefinition(
            id,
            TestIdentities.newId(),
            connector,
            kind,
            name,
            CanonicalJson.sha256(definition),
            definition));
    return this;
  }

  /** The server of the last connector says that it has these capabilities. */
  public Organisation capabilities(String capabilities) {
    publish(new ServerDescription(id, connector, null, null, null, json(capabilities, "{}")));
    return this;
  }

  /** Shows the last connector's resources and prompts. */
  public Organisation exposeFeatures() {
    exposedConnectors.add(new ExposedConnector(connector, true, true, null));
    return this;
  }

  public Organisation settings(GatewaySettings with) {
    settings = with;
    return this;
  }

  /** Publishes the gateway with all tools so far, and waits until it is served. */
  public Organisation gateway(String name) {
    long published = ++revision;
    publish(new GatewayManifestPart(id, gateway, 0, published, List.copyOf(exposed)));
    publish(
        new GatewayManifest(
            id,
            slug,
            gateway,
            name,
            "Tools of " + name,
            "What they are for",
            true,
            settings,
            1,
            published,
            List.copyOf(exposedConnectors)));
    String path = slug + "/" + name;
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          Gateway served = catalog.find(path);
          return served != null && served.manifest().revision() == published;
        });
    return this;
  }

  /** Another gateway than before, with no tools yet. */
  public Organisation another() {
    gateway = TestIdentities.newId();
    exposed.clear();
    exposedConnectors.clear();
    return this;
  }

  public String path(String name) {
    return "/mcp/" + slug + "/" + name;
  }

  public String resource(String name) {
    return ORIGIN + path(name);
  }

  /** A service key with every permission. */
  public String key() {
    return identities.serviceKey(id, Role.OWNER, Scope.values());
  }

  public String key(Role role, Scope... scopes) {
    return identities.serviceKey(id, role, scopes);
  }

  /** An access token of a new member for a gateway. */
  public String token(String name, Role role, String scope) {
    return TestKeys.current().accessToken(identities.member(id, role), id, resource(name), scope);
  }

  public void publish(CatalogEvent event) {
    byte[] value = EventCodec.encode(EventCodec.envelope("registry", event, null));
    identities.send(new ProducerRecord<>(Topics.CATALOG, event.key().toString(), value));
  }

  public void remove(String kind, String removed) {
    String key = new EventKey(id, kind, removed).toString();
    identities.send(new ProducerRecord<>(Topics.CATALOG, key, null));
  }

  private static JsonNode json(String base, String more) {
    try {
      ObjectNode definition = (ObjectNode) Json.mapper().readTree(base);
      return definition.setAll((ObjectNode) Json.mapper().readTree(more));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() {
    identities.close();
  }
}
