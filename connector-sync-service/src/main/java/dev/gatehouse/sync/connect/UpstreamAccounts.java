package dev.gatehouse.sync.connect;

import dev.gatehouse.mcp.upstream.Challenge;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.vault.VaultException;
import dev.gatehouse.sync.connect.UpstreamCredential.State;
import dev.gatehouse.sync.oauth.OAuthFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tokens with which this service itself looks at an upstream. */
@ApplicationScoped
public class UpstreamAccounts {
  private static final Logger LOG = Logger.getLogger(UpstreamAccounts.class);
  private static final String NOBODY = "Nobody has connected an account at the upstream yet";

  private final UpstreamCredentials credentials;
  private final CredentialBook book;
  private final ClientTokens clients;
  private final Renewal renewal;
  private final Tenancy tenancy;

  UpstreamAccounts(
      UpstreamCredentials credentials,
      CredentialBook book,
      ClientTokens clients,
      Renewal renewal,
      Tenancy tenancy) {
    this.credentials = credentials;
    this.book = book;
    this.clients = clients;
    this.renewal = renewal;
    this.tenancy = tenancy;
  }

  /** What there is. */
  public sealed interface Answer {
    /**
     * @param value secret
     */
    record Token(String value) implements Answer {
      @Override
      public String toString() {
        return "Token";
      }
    }

    record NeedsSignIn(String reason) implements Answer {}

    record Unavailable(String reason) implements Answer {}
  }

  /** The token for syncs and tests of a connector that has {@link ConnectorManifest#oauth}. */
  public Answer token(ConnectorManifest connector) throws InterruptedException {
    UpstreamOAuth oauth = oauth(connector);
    if (oauth.perUser() && oauth.discoveryUser() == null) {
      return new Answer.NeedsSignIn("No user is named with whose account tools are looked for");
    }
    try {
      Optional<UpstreamCredential> found = usable(connector);
      if (found.isPresent() && isOver(found.get())) {
        found = renew(connector, found.get());
      }
      if (oauth.grant().equals(UpstreamOAuth.CLIENT_CREDENTIALS)
          && found.filter(row -> row.state == State.READY).isEmpty()) {
        clients.obtain(connector);
        found = usable(connector);
      }
      return found.map(this::answer).orElse(new Answer.NeedsSignIn(NOBODY));
    } catch (OAuthFailure e) {
      return e.kind() == OAuthFailure.Kind.UNAVAILABLE
          ? new Answer.Unavailable(e.reason())
          : new Answer.NeedsSignIn(e.reason());
    } catch (VaultException e) {
      LOG.warnf(e, "The tokens of connector %s cannot be read", connector.id());
      return new Answer.Unavailable("Its credentials cannot be read at the moment");
    }
  }

  private Answer answer(UpstreamCredential credential) {
    if (credential.state != State.READY) {
      return new Answer.NeedsSignIn(String.valueOf(credential.reason));
    }
    return isOver(credential)
        ? new Answer.Unavailable(
            credential.reason == null
                ? "Its token is being renewed"
                : "Its token could not be renewed yet: " + credential.reason)
        : new Answer.Token(book.open(credential).tokens().accessToken());
  }

  /**
   * The upstream refused the token: it is renewed once, early. Whether it makes sense to try again.
   */
  public boolean refused(ConnectorManifest connector, String token) throws InterruptedException {
    Optional<UpstreamCredential> found = usable(connector);
    if (found.isEmpty() || found.get().state != State.READY) {
      return false;
    }
    try {
      if (!book.open(found.get()).tokens().accessToken().equals(token)) {
        return true; // renewed meanwhile
      }
      return renew(connector, found.get())
          .filter(fresh -> fresh.state == State.READY && fresh.version != found.get().version)
          .isPresent();
    } catch (VaultException e) {
      LOG.warnf(e, "The tokens of connector %s cannot be read", connector.id());
      return false;
    }
  }

  /** The upstream wants more rights than were granted (RFC 6750 section 3.1). */
  public void wantsMore(ConnectorManifest connector, Challenge challenge) {
    String scope = challenge.scope();
    if (scope != null && scope.length() <= 2_048) {
      tenancy.in(
          connector.organisation(),
          () -> {
            book.wants(UUID.fromString(connector.id()), user(connector), scope);
            return true;
          });
    }
  }

  private Optional<UpstreamCredential> renew(ConnectorManifest connector, UpstreamCredential seen)
      throws InterruptedException {
    renewal.now(seen);
    return usable(connector);
  }

  private static boolean isOver(UpstreamCredential credential) {
    return credential.state == State.READY && credential.isOver();
  }

  private Optional<UpstreamCredential> usable(ConnectorManifest connector) {
    return tenancy
        .in(
            connector.organisation(),
            () -> credentials.look(UUID.fromString(connector.id()), user(connector)))
        .filter(found -> found.target.equals(connector.tokenTarget()));
  }

  private static String user(ConnectorManifest connector) {
    @Nullable String user = oauth(connector).discoveryUser();
    return oauth(connector).perUser() && user != null ? user : UpstreamCredential.SHARED;
  }

  private static UpstreamOAuth oauth(ConnectorManifest connector) {
    UpstreamOAuth oauth = connector.oauth();
    if (oauth == null) {
      throw new IllegalArgumentException("a connector without OAuth");
    }
    return oauth;
  }
}
