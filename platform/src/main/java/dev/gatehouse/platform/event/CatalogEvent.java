package dev.gatehouse.platform.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What registry-service tells: everything that a gateway needs to serve. Definitions come first,
 * then the manifest that names them by hash; a reader switches to a manifest's revision when all
 * that it names is there, and serves the revision before until then.
 */
public sealed interface CatalogEvent extends DomainEvent {

  /** Something with an MCP endpoint of its own, at {@code /mcp/{organisationSlug}/{slug}}. */
  sealed interface Endpoint extends CatalogEvent {
    String organisationSlug();

    /** One name space per organisation, whatever the kind of endpoint. */
    String slug();
  }

  /**
   * A connector: where its tools live and how it is called.
   *
   * @param kind {@code MCP}; other kinds follow
   * @param transport {@code streamable_http}, {@code sse} or {@code stdio}
   * @param url of the server; of a stdio server its command line as a {@code stdio:} URI
   * @param trustedAnnotations an administrator trusts {@code readOnlyHint} and its siblings
   * @param validateArguments arguments are checked against the tool's input schema first
   * @param credential where its credential lies, or null if it needs none
   * @param forwardedHeaders names of client headers that are passed on; none by default
   * @param timeoutMillis limit of one call
   * @param revision grows with every change
   * @param oauth how tokens are got, or null if the credential is what it is
   * @param syncIntervalSeconds how long after a sync the next one is due, or null for the rule of
   *     the installation
   */
  record ConnectorManifest(
      String organisation,
      String id,
      String slug,
      String name,
      String kind,
      String transport,
      @Nullable String url,
      boolean enabled,
      boolean trustedAnnotations,
      boolean validateArguments,
      @Nullable CredentialReference credential,
      List<String> forwardedHeaders,
      long timeoutMillis,
      long revision,
      @Nullable UpstreamOAuth oauth,
      @Nullable Long syncIntervalSeconds)
      implements CatalogEvent {

    /** Without OAuth, synced as the installation does. */
    public ConnectorManifest(
        String organisation,
        String id,
        String slug,
        String name,
        String kind,
        String transport,
        @Nullable String url,
        boolean enabled,
        boolean trustedAnnotations,
        boolean validateArguments,
        @Nullable CredentialReference credential,
        List<String> forwardedHeaders,
        long timeoutMillis,
        long revision) {
      this(
          organisation,
          id,
          slug,
          name,
          kind,
          transport,
          url,
          enabled,
          trustedAnnotations,
          validateArguments,
          credential,
          forwardedHeaders,
          timeoutMillis,
          revision,
          null,
          null);
    }

    /**
     * What a token is good for, as a hash: tokens that were got for another address or by other
     * means are not to be sent. Empty of meaning without {@link #oauth}.
     */
    public String tokenTarget() {
      UpstreamOAuth means = Objects.requireNonNullElse(oauth, UpstreamOAuth.NONE);
      return CanonicalJson.sha256(
          Json.mapper()
              .valueToTree(
                  Arrays.asList(
                      Objects.requireNonNullElse(url, ""),
                      means.grant(),
                      means.perUser(),
                      Objects.requireNonNullElse(means.clientId(), ""),
                      Objects.requireNonNullElse(means.issuer(), ""))));
    }

    @Override
    public EventKey key() {
      return new EventKey(organisation, "connector", id);
    }
  }

  /**
   * How tokens for an upstream are got by OAuth 2.1.
   *
   * @param grant {@code client_credentials} or {@code authorization_code}
   * @param perUser whether each user connects with an account of their own there
   * @param clientId registered with the authorization server beforehand; null to introduce
   *     ourselves
   * @param issuer the one authorization server that is accepted; null for the upstream's choice
   * @param scopes to ask for; empty for what the upstream asks for
   * @param discoveryUser with whose token syncs look at the upstream, where each user has their own
   */
  record UpstreamOAuth(
      String grant,
      boolean perUser,
      @Nullable String clientId,
      @Nullable String issuer,
      List<String> scopes,
      @Nullable String discoveryUser) {
    public static final String CLIENT_CREDENTIALS = "client_credentials";
    public static final String AUTHORIZATION_CODE = "authorization_code";
    static final UpstreamOAuth NONE = new UpstreamOAuth("", false, null, null, List.of(), null);

    @SuppressWarnings("NullAway") // what is absent in a request is null
    public UpstreamOAuth {
      scopes = scopes == null ? List.of() : List.copyOf(scopes);
      grant = grant == null ? "" : grant;
    }
  }

  /**
   * A secret in Vault's KV v2 store; never the secret itself.
   *
   * @param path below the KV mount, made of UUIDs only
   * @param version of the secret at that path
   */
  record CredentialReference(String path, int version) {}

  /**
   * The approved definition of one tool.
   *
   * @param id the tool's id, stable over its definitions
   * @param name as the upstream knows it
   * @param hash SHA-256 over the canonical definition
   * @param definition the {@code Tool} object of the upstream's {@code tools/list}
   */
  record ToolDefinition(
      String organisation,
      String id,
      String connector,
      String name,
      String hash,
      JsonNode definition)
      implements CatalogEvent {
    @Override
    public EventKey key() {
      return new EventKey(organisation, "tool", id);
    }
  }

  /**
   * The approved definition of one resource, resource template or prompt of a connector.
   *
   * @param id stable over its definitions
   * @param name as the upstream knows it: URI, URI template or name
   * @param hash SHA-256 over the canonical definition
   * @param definition the object of the upstream's list
   */
  record FeatureDefinition(
      String organisation,
      String id,
      String connector,
      FeatureKind kind,
      String name,
      String hash,
      JsonNode definition)
      implements CatalogEvent {
    @Override
    public EventKey key() {
      return new EventKey(organisation, "feature", id);
    }
  }

  /**
   * What the server behind a connector says of itself; untrusted.
   *
   * @param capabilities the server capabilities of its answer to {@code server/discover} or {@code
   *     initialize}
   */
  record ServerDescription(
      String organisation,
      String connector,
      @Nullable String protocolVersion,
      @Nullable JsonNode serverInfo,
      @Nullable String instructions,
      @Nullable JsonNode capabilities)
      implements CatalogEvent {
    @Override
    public EventKey key() {
      return new EventKey(organisation, "server", connector);
    }
  }

  /**
   * A gateway; its tools are in {@code parts} records of {@link GatewayManifestPart}, sent before
   * it.
   *
   * @param slug its name in the URL, one name space per organisation
   * @param settings what the gateway allows
   * @param connectors whose resources and prompts it shows, in this order
   * @param partRevisions the revision of each part that is meant, in their order; null where all
   *     are of this one
   */
  record GatewayManifest(
      String organisation,
      String organisationSlug,
      String id,
      String slug,
      String name,
      @Nullable String description,
      boolean enabled,
      GatewaySettings settings,
      int parts,
      long revision,
      List<ExposedConnector> connectors,
      @Nullable List<Long> partRevisions)
      implements Endpoint {
    @SuppressWarnings("NullAway") // a record of an older registry has none
    public GatewayManifest {
      connectors = connectors == null ? List.of() : List.copyOf(connectors);
      partRevisions = partRevisions == null ? null : List.copyOf(partRevisions);
    }

    /** With all parts of its own revision. */
    public GatewayManifest(
        String organisation,
        String organisationSlug,
        String id,
        String slug,
        String name,
        @Nullable String description,
        boolean enabled,
        GatewaySettings settings,
        int parts,
        long revision,
        List<ExposedConnector> connectors) {
      this(
          organisation,
          organisationSlug,
          id,
          slug,
          name,
          description,
          enabled,
          settings,
          parts,
          revision,
          connectors,
          null);
    }

    /** Whether a part is the one that is meant: older and newer ones of its index may be known. */
    public boolean names(GatewayManifestPart part) {
      long meant =
          partRevisions == null || part.index() >= partRevisions.size()
              ? revision
              : partRevisions.get(part.index());
      return part.revision() == meant;
    }

    @Override
    public EventKey key() {
      return new EventKey(organisation, "gateway", id);
    }
  }

  /**
   * A connector whose resources (with their templates) or prompts a gateway shows, all of them.
   *
   * @param prefix put before every name and URI, or null to do so only where two would be the same
   */
  record ExposedConnector(
      String connector, boolean resources, boolean prompts, @Nullable String prefix) {}

  /**
   * @param apiKeysAllowed whether API keys are taken at this gateway
   * @param queryKeyAllowed whether {@code ?apiKey=} is taken
   * @param scopeMode {@code hide}: a tool beyond the token's scope is unknown; {@code challenge}:
   *     calling it answers 403 {@code insufficient_scope}
   * @param limits how much is served; besides what the operator allows
   */
  record GatewaySettings(
      boolean apiKeysAllowed, boolean queryKeyAllowed, String scopeMode, GatewayLimits limits) {
    public static final GatewaySettings DEFAULT = new GatewaySettings(true, false, "hide");

    @SuppressWarnings("NullAway") // a record of an older registry has none
    public GatewaySettings {
      limits = limits == null ? GatewayLimits.NONE : limits;
    }

    public GatewaySettings(boolean apiKeysAllowed, boolean queryKeyAllowed, String scopeMode) {
      this(apiKeysAllowed, queryKeyAllowed, scopeMode, GatewayLimits.NONE);
    }
  }

  /**
   * Messages a minute, per replica of the gateway; 0 for no limit.
   *
   * @param perMinute of all callers together
   * @param callerPerMinute of each caller
   */
  record GatewayLimits(int perMinute, int callerPerMinute) {
    public static final GatewayLimits NONE = new GatewayLimits(0, 0);
  }

  /**
   * Part {@code index} (from 0) of a gateway's tools.
   *
   * @param revision of the gateway, when the part became what it is
   */
  record GatewayManifestPart(
      String organisation, String gateway, int index, long revision, List<ExposedTool> tools)
      implements CatalogEvent {
    @Override
    public EventKey key() {
      return new EventKey(organisation, "gateway-part", gateway + "/" + index);
    }
  }

  /**
   * One tool as a gateway shows it.
   *
   * @param hash of the definition that is shown
   * @param name as clients see it: the alias, or the upstream's name
   * @param description replaces the upstream's, or null
   * @param neededScope set by an administrator, or null for the rule of verbs and annotations
   * @param position where lists have it; tools of one position are in the order of their names
   */
  record ExposedTool(
      String tool,
      String hash,
      String connector,
      String name,
      @Nullable String description,
      boolean enabled,
      @Nullable Scope neededScope,
      int position) {

    /** In the order of names. */
    public ExposedTool(
        String tool,
        String hash,
        String connector,
        String name,
        @Nullable String description,
        boolean enabled,
        @Nullable Scope neededScope) {
      this(tool, hash, connector, name, description, enabled, neededScope, 0);
    }
  }
}
