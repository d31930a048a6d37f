package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.http.SafeHttpClient;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.sync.oauth.AuthorizationFlow;
import dev.gatehouse.sync.oauth.OAuthFailure;
import dev.gatehouse.sync.oauth.TokenEndpoint;
import dev.gatehouse.sync.oauth.TokenSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** First tokens of a connector that has an account of its own, without any browser. */
@ApplicationScoped
class ClientTokens {
  private final AuthorizationFlow flow;
  private final TokenEndpoint endpoint;
  private final Profiles profiles;
  private final CredentialBook book;
  private final Outbox outbox;
  private final Tenancy tenancy;

  ClientTokens(
      SafeHttpClient http,
      ConnectConfig config,
      Profiles profiles,
      CredentialBook book,
      Outbox outbox,
      Tenancy tenancy) {
    this.flow = new AuthorizationFlow(http, config.requestTimeout());
    this.endpoint = new TokenEndpoint(http, config.requestTimeout());
    this.profiles = profiles;
    this.book = book;
    this.outbox = outbox;
    this.tenancy = tenancy;
  }

  void obtain(ConnectorManifest connector) throws OAuthFailure, InterruptedException {
    UpstreamOAuth oauth = Objects.requireNonNull(connector.oauth());
    URI url = URI.create(Objects.requireNonNull(connector.url()));
    List<String> scopes = oauth.scopes();
    TokenSource source =
        flow.source(
            new AuthorizationFlow.Wish(url, null, oauth.issuer(), scopes, ""),
            profiles.of(connector),
            null);
    CredentialBook.Sealed sealed =
        book.seal(
            connector.organisation(),
            new StoredTokens(
                source, endpoint.clientCredentials(source), UpstreamOAuth.CLIENT_CREDENTIALS));
    tenancy.in(
        connector.organisation(),
        () -> {
          QuarkusTransaction.requiringNew()
              .run(() -> {
                outbox.lock(connector.organisation());
                book.connected(
                    connector.organisation(),
                    UUID.fromString(connector.id()),
                    UpstreamCredential.SHARED,
                    connector.tokenTarget(),
                    sealed);
              });
          return true;
        });
  }
}
