package dev.gatehouse.sync.connect;

import dev.gatehouse.mcp.upstream.Challenge;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.http.SafeHttpClient;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.sync.audit.AuditTrail;
import dev.gatehouse.sync.limit.WaitingRequests;
import dev.gatehouse.sync.oauth.AuthorizationFlow;
import dev.gatehouse.sync.oauth.AuthorizationFlow.Begun;
import dev.gatehouse.sync.oauth.AuthorizationFlow.Wish;
import dev.gatehouse.sync.oauth.ClientProfile;
import dev.gatehouse.sync.oauth.OAuthFailure;
import dev.gatehouse.sync.oauth.RegisteredClient;
import dev.gatehouse.sync.oauth.Tokens;
import dev.gatehouse.sync.schedule.Schedule;
import dev.gatehouse.sync.schedule.ScheduleRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Connects accounts at upstreams: the steps that a browser goes through. */
@ApplicationScoped
class Connecting {
  private final AuthorizationFlow flow;
  private final Profiles profiles;
  private final UpstreamClients clients;
  private final UpstreamCredentials credentials;
  private final PendingAuthorizations pending;
  private final CredentialBook book;
  private final SignInNews news;
  private final ScheduleRepository schedules;
  private final IdentityView members;
  private final AuditTrail trail;
  private final Outbox outbox;
  private final Tenancy tenancy;
  private final WaitingRequests waiting;

  Connecting(
      SafeHttpClient http,
      ConnectConfig config,
      Profiles profiles,
      UpstreamClients clients,
      UpstreamCredentials credentials,
      PendingAuthorizations pending,
      CredentialBook book,
      SignInNews news,
      ScheduleRepository schedules,
      IdentityView members,
      AuditTrail trail,
      Outbox outbox,
      Tenancy tenancy,
      WaitingRequests waiting) {
    this.waiting = waiting;
    this.flow = new AuthorizationFlow(http, config.requestTimeout());
    this.profiles = profiles;
    this.clients = clients;
    this.credentials = credentials;
    this.pending = pending;
    this.book = book;
    this.news = news;
    this.schedules = schedules;
    this.members = members;
    this.trail = trail;
    this.outbox = outbox;
    this.tenancy = tenancy;
  }

  /**
   * Where the browser is to go on to.
   *
   * @throws OAuthFailure with what a person can do about it
   */
  URI begin(ConnectTickets.Ticket ticket) throws OAuthFailure, InterruptedException {
    ConnectorManifest connector = manifest(ticket.organisation(), ticket.connector());
    UpstreamOAuth oauth = connector.oauth();
    if (oauth == null || !oauth.grant().equals(UpstreamOAuth.AUTHORIZATION_CODE)) {
      throw unusable("This connector does not sign in that way any more.");
    }
    requireMember(ticket.organisation(), ticket.opener(), oauth.perUser());
    String user = oauth.perUser() ? ticket.opener() : UpstreamCredential.SHARED;
    RegisteredClient known = clients.find(ticket.organisation(), ticket.connector()).orElse(null);
    ClientProfile profile = profiles.of(connector);
    Begun begun = flow.begin(wish(ticket, connector, oauth, user), profile, known);
    RegisteredClient client = begun.pending().source().client();
    boolean registered = profile.clientId() == null && !client.clientId().equals(document(profile));
    if (registered && !client.equals(known)) {
      clients.keep(ticket.organisation(), ticket.connector(), client);
    }
    pending.keep(ticket, user, connector.tokenTarget(), begun.pending());
    return begun.location();
  }

  /** The same for a user's own account; empty if the connector has none for this user. */
  Optional<URI> beginOwn(UUID connector, String user) throws OAuthFailure, InterruptedException {
    Optional<ConnectorManifest> manifest =
        tenancy
            .asPlatform(() -> schedules.look(connector))
            .map(Schedule::connectorManifest)
            .filter(found -> found.oauth() != null && found.oauth().perUser())
            .filter(found -> members.role(found.organisation(), user) != null);
    if (manifest.isEmpty()) {
      return Optional.empty();
    }
    String organisation = manifest.get().organisation();
    try (var _ = waiting.enter(organisation)) {
      return Optional.of(begin(new ConnectTickets.Ticket(organisation, connector, user)));
    }
  }

  private static String document(ClientProfile profile) {
    return String.valueOf(profile.document());
  }

  /** With what was granted before, where the upstream has asked for more since. */
  private Wish wish(
      ConnectTickets.Ticket ticket, ConnectorManifest connector, UpstreamOAuth oauth, String user) {
    Optional<UpstreamCredential> before =
        tenancy.in(ticket.organisation(), () -> credentials.look(ticket.connector(), user));
    String wanted = before.map(row -> row.wantedScope).orElse(null);
    String granted =
        wanted != null && before.get().ciphertext != null
            ? book.open(before.get()).tokens().scope()
            : "";
    Challenge challenge = wanted == null ? null : new Challenge("Bearer", Map.of("scope", wanted));
    return new Wish(
        URI.create(Objects.requireNonNull(connector.url())),
        challenge,
        oauth.issuer(),
        oauth.scopes(),
        granted);
  }

  /** What became of an authorization. */
  record Connected(String connector, boolean shared) {}

  /**
   * Takes the answer that a browser brought.
   *
   * @param only the connector that it must be for; null for any
   */
  Connected finish(
      String state, String opener, Map<String, List<String>> parameters, @Nullable UUID only)
      throws OAuthFailure, InterruptedException {
    String organisation = pending.organisation(state, opener).orElseThrow(Connecting::notKnown);
    try (var _ = waiting.enter(organisation)) { // who is sent away comes again with the same state
      PendingAuthorizations.Found found =
          pending
              .take(state, opener)
              .filter(one -> only == null || one.connector().equals(only))
              .orElseThrow(Connecting::notKnown);
      return finish(found, opener, parameters);
    }
  }

  private static OAuthFailure notKnown() {
    return unusable("This sign-in is not known, too old, or done already.");
  }

  private Connected finish(
      PendingAuthorizations.Found found, String opener, Map<String, List<String>> parameters)
      throws OAuthFailure, InterruptedException {
    ConnectorManifest connector = manifest(found.organisation(), found.connector());
    if (!connector.tokenTarget().equals(found.target())) {
      throw unusable("The connector was changed meanwhile. Start again.");
    }
    boolean shared = found.user().equals(UpstreamCredential.SHARED);
    requireMember(found.organisation(), opener, !shared);
    Instant began = Instant.now();
    Tokens tokens = flow.finish(found.authorization(), parameters);
    CredentialBook.Sealed sealed =
        book.seal(
            found.organisation(),
            new StoredTokens(
                found.authorization().source(), tokens, UpstreamOAuth.AUTHORIZATION_CODE));
    tenancy.in(
        found.organisation(),
        () -> {
          QuarkusTransaction.requiringNew().run(() -> keep(found, opener, sealed, began));
          return true;
        });
    return new Connected(connector.name(), shared);
  }

  private void keep(
      PendingAuthorizations.Found found,
      String opener,
      CredentialBook.Sealed sealed,
      Instant began) {
    outbox.lock(found.organisation());
    book.connected(found.organisation(), found.connector(), found.user(), found.target(), sealed);
    credentials.lock(found.connector(), found.user()).ifPresent(news::lookAgain);
    trail.record(
        new AuditTrail.Deed(
            found.organisation(),
            new Actor(opener, null, null, null, null),
            "connector.account.connect",
            Target.of("connector", found.connector().toString(), null),
            Outcome.SUCCESS,
            began,
            Instant.now(),
            Map.of("account", found.user().isEmpty() ? "connector" : "user")));
  }

  /** Who may connect: any member for themselves, editors for the connector. As it is now. */
  private void requireMember(String organisation, String user, boolean own) throws OAuthFailure {
    Role role = members.role(organisation, user);
    if (role == null || !own && role == Role.VIEWER) {
      throw unusable("You may not connect an account here any more.");
    }
  }

  private ConnectorManifest manifest(String organisation, UUID connector) throws OAuthFailure {
    return tenancy
        .in(organisation, () -> schedules.look(connector))
        .map(Schedule::connectorManifest)
        .orElseThrow(() -> unusable("This connector is gone."));
  }

  private static OAuthFailure unusable(String message) {
    return new OAuthFailure(OAuthFailure.Kind.UNUSABLE, message);
  }
}
