package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.sync.schedule.KnownConnectors;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts at upstreams, as clients of the REST API see them. */
@Path("/api/mcps/{connector}/oauth")
class OAuthResource {
  private final KnownConnectors connectors;
  private final ConnectTickets tickets;
  private final Accounts accounts;
  private final CurrentCaller callers;
  private final Origin origin;

  OAuthResource(
      KnownConnectors connectors,
      ConnectTickets tickets,
      Accounts accounts,
      CurrentCaller callers,
      Origin origin) {
    this.connectors = connectors;
    this.tickets = tickets;
    this.accounts = accounts;
    this.callers = callers;
    this.origin = origin;
  }

  /**
   * @param url to be opened in a browser that is signed in as the caller
   */
  record Started(String url, Instant expiresAt) {}

  /**
   * An account.
   *
   * @param state {@code none}, {@code connected} or {@code needs_sign_in}
   * @param wantedScope what the upstream asked for in addition; granted by another sign-in
   */
  record AccountView(
      String state,
      boolean perUser,
      @Nullable String reason,
      @Nullable Instant expiresAt,
      @Nullable String wantedScope) {}

  /** Begins to connect: the caller's own account, or that of the connector. */
  @POST
  @Path("start")
  @PermissionsAllowed({"mcp:read", "gateway:read"})
  public Started start(UUID connector) throws InterruptedException {
    Caller caller = callers.get();
    UpstreamOAuth oauth = oauth(connector);
    requireMayChange(caller, oauth);
    String user = caller.user();
    if (user == null) {
      throw ProblemException.of(
          CommonProblem.FORBIDDEN, "Only a person can sign in: a service key has no browser.");
    }
    ConnectTickets.Issued ticket =
        tickets.issue(new ConnectTickets.Ticket(caller.organisation(), connector, user));
    return new Started(origin.value() + "/connect/" + ticket.value(), ticket.expiresAt());
  }

  @GET
  @Path("account")
  @PermissionsAllowed("mcp:read")
  public AccountView account(UUID connector) throws InterruptedException {
    UpstreamOAuth oauth = oauth(connector);
    return accounts.view(connector, oauth.perUser(), user(oauth));
  }

  /** Forgets the tokens; what was granted at the upstream is ended there, by its user. */
  @DELETE
  @Path("account")
  @PermissionsAllowed("mcp:read")
  public void disconnect(UUID connector) throws InterruptedException {
    UpstreamOAuth oauth = oauth(connector);
    requireMayChange(callers.get(), oauth);
    accounts.disconnect(callers.get(), connector, user(oauth));
  }

  private UpstreamOAuth oauth(UUID connector) throws InterruptedException {
    UpstreamOAuth oauth = connectors.await(connector).connectorManifest().oauth();
    if (oauth == null || !oauth.grant().equals(UpstreamOAuth.AUTHORIZATION_CODE)) {
      throw ProblemException.of(
          CommonProblem.CONFLICT, "The connector does not sign in with an account (oauth).");
    }
    return oauth;
  }

  private String user(UpstreamOAuth oauth) {
    String user = callers.get().user();
    return !oauth.perUser() || user == null ? UpstreamCredential.SHARED : user;
  }

  private static void requireMayChange(Caller caller, UpstreamOAuth oauth) {
    boolean allowed =
        oauth.perUser()
            ? caller.user() != null
            : caller.may(Scope.WRITE) && caller.gateway() == null;
    if (!allowed) {
      throw ProblemException.of(
          CommonProblem.FORBIDDEN, "Connecting an account of the connector needs mcp:write.");
    }
  }
}
