package dev.gatehouse.auth.client;

import com.github.f4b6a3.uuid.UuidCreator;
import com.nimbusds.oauth2.sdk.GrantType;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.IdentityEvent.MembershipChanged;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Clients that an organisation has made: applications of its own, machines that act by themselves,
 * resource servers. Runs in a transaction of the caller's organisation. Of a machine the other
 * services hear as of a member: its role ends with it, everywhere and within seconds.
 */
@ApplicationScoped
class OrganisationClients {
  private static final int MOST = 200;

  private final MetadataCheck check;
  private final ClientRepository clients;
  private final Outbox outbox;
  private final AuditLog audit;
  private final Event<ClientDeleted> deleted;

  OrganisationClients(
      MetadataCheck check,
      ClientRepository clients,
      Outbox outbox,
      AuditLog audit,
      Event<ClientDeleted> deleted) {
    this.check = check;
    this.clients = clients;
    this.outbox = outbox;
    this.audit = audit;
    this.deleted = deleted;
  }

  /** What became of a wish for a client. */
  sealed interface Created {
    record Made(ClientView view) implements Created {}

    record Invalid(@Nullable String why) implements Created {}

    /** The role is more than the creator has. */
    record BeyondCreator() implements Created {}

    record TooMany(int most) implements Created {}
  }

  Created create(Caller creator, ClientRequest request) throws ClientRequest.Unreadable {
    return switch (check.check(request.metadata(), ClientKind.ORGANISATION)) {
      case MetadataCheck.Result.Bad bad -> new Created.Invalid(bad.error().getDescription());
      case MetadataCheck.Result.Good good -> create(creator, request, good.description());
    };
  }

  private Created create(Caller creator, ClientRequest request, ClientDescription description) {
    boolean machine = description.grantTypes().contains(GrantType.CLIENT_CREDENTIALS.getValue());
    if (machine != (request.role() != null)) {
      return new Created.Invalid("role goes with client_credentials, and only with it");
    }
    if (description.grantTypes().isEmpty() && !request.introspection()) {
      return new Created.Invalid("without grant types or introspection it can do nothing");
    }
    if (request.introspection() && description.authMethod().getValue().equals("none")) {
      return new Created.Invalid("introspection needs a client that authenticates");
    }
    if (request.role() != null && !creator.role().atLeast(request.role())) {
      return new Created.BeyondCreator();
    }
    if (clients.ofOrganisation(creator.organisation()).size() >= MOST) {
      return new Created.TooMany(MOST);
    }
    return keep(creator, request, description);
  }

  private Created keep(Caller creator, ClientRequest request, ClientDescription description) {
    OpaqueToken secret = description.confidentialBySecret() ? OpaqueToken.generate() : null;
    Client client =
        new Client(
            UuidCreator.getTimeOrderedEpoch().toString(),
            description,
            secret == null ? null : secret.hash(),
            Instant.now().truncatedTo(ChronoUnit.MILLIS));
    client.organisation = creator.organisation();
    client.role = request.role();
    client.introspects = request.introspection();
    clients.persist(client);
    if (request.role() != null) {
      outbox.append(
          Topics.IDENTITY,
          new MembershipChanged(creator.organisation(), client.id, request.role(), false));
    }
    audit.add(
        creator.organisation(),
        Decided.done(Decided.actor(creator), "client.create", target(client))
            .with("grantTypes", String.join(" ", client.grantTypes))
            .with("role", request.role() == null ? null : request.role().value()));
    return new Created.Made(ClientView.of(client, secret));
  }

  List<ClientView> list(String organisation) {
    return clients.ofOrganisation(organisation).stream().map(ClientView::of).toList();
  }

  /** What became of a wish that a client be gone. */
  enum Deleted {
    DONE,
    NO_SUCH_CLIENT,
    BEYOND_CALLER
  }

  Deleted delete(Caller caller, String id) {
    Optional<Client> found =
        clients
            .find("id = ?1 and organisation = ?2", id, caller.organisation())
            .firstResultOptional();
    if (found.isEmpty()) {
      return Deleted.NO_SUCH_CLIENT;
    }
    Client client = found.get();
    if (client.role != null && !caller.role().atLeast(client.role)) {
      audit.add(
          caller.organisation(),
          Decided.refused(
              Decided.actor(caller), "client.delete", target(client), "role-beyond-caller"));
      return Deleted.BEYOND_CALLER;
    }
    clients.delete(client);
    deleted.fire(new ClientDeleted(client.id));
    if (client.role != null) {
      outbox.remove(Topics.IDENTITY, new EventKey(caller.organisation(), "membership", client.id));
    }
    audit.add(
        caller.organisation(),
        Decided.done(Decided.actor(caller), "client.delete", target(client)));
    return Deleted.DONE;
  }

  private static Target target(Client client) {
    return Target.of("client", client.id, client.name);
  }
}
