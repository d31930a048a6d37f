package dev.gatehouse.auth.client;

import com.github.f4b6a3.uuid.UuidCreator;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.client.ClientInformation;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.limit.RequestLimits;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.identity.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps clients that register themselves (RFC 7591); what is not kept is not in the answer. */
@ApplicationScoped
class Registration {
  private final MetadataCheck check;
  private final ClientRepository clients;
  private final RegistrationConfig config;
  private final Transactions transactions;
  private final AuditLog audit;
  private final RequestLimits limits;

  Registration(
      MetadataCheck check,
      ClientRepository clients,
      RegistrationConfig config,
      Transactions transactions,
      AuditLog audit,
      RequestLimits limits) {
    this.check = check;
    this.clients = clients;
    this.config = config;
    this.transactions = transactions;
    this.audit = audit;
    this.limits = limits;
  }

  sealed interface Result {
    record Registered(ClientInformation information) implements Result {}

    record Refused(ErrorObject error) implements Result {}

    /** Too many clients were registered and never used. */
    record Full() implements Result {}
  }

  Result register(ClientMetadata wanted) {
    return switch (check.check(wanted, ClientKind.REGISTERED)) {
      case MetadataCheck.Result.Good good -> keep(wanted, good.description());
      case MetadataCheck.Result.Bad bad -> new Result.Refused(bad.error());
    };
  }

  private Result keep(ClientMetadata wanted, ClientDescription description) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    OpaqueToken secret = description.confidentialBySecret() ? OpaqueToken.generate() : null;
    Client client =
        new Client(
            UuidCreator.getTimeOrderedEpoch().toString(),
            description,
            secret == null ? null : secret.hash(),
            now);
    boolean kept =
        transactions.asPlatform(() -> {
          clients.lock();
          if (clients.countUnused() >= config.mostUnused()) {
            return false;
          }
          clients.persist(client);
          audit.add(
              EventKey.PLATFORM,
              Decided.done(
                      Actor.ANONYMOUS,
                      "client.register",
                      Target.of("client", client.id, client.name))
                  .with("redirectUris", String.join(" ", client.redirectUris)));
          return true;
        });
    if (!kept) {
      refused("quota");
      return new Result.Full();
    }
    return new Result.Registered(answer(client, wanted, description, secret));
  }

  /** Keeps a record, as often as is of use, of a registration that was refused by a rule. */
  void refused(String rule) {
    Decided refused =
        Decided.refused(
            Actor.ANONYMOUS,
            "client.register",
            new Target("client", null, null, null, null, null),
            rule);
    if (limits.mayRecord("registration:" + rule)) {
      transactions.asPlatform(() -> {
        audit.add(EventKey.PLATFORM, refused);
        return true;
      });
    } else {
      audit.countOnly(refused);
    }
  }

  private static ClientInformation answer(
      Client client,
      ClientMetadata wanted,
      ClientDescription description,
      @Nullable OpaqueToken secret) {
    ClientMetadata kept = new ClientMetadata();
    kept.setName(client.name);
    kept.setRedirectionURIs(wanted.getRedirectionURIs());
    kept.setGrantTypes(
        new LinkedHashSet<>(client.grantTypes.stream().map(GrantType::new).toList()));
    kept.setResponseTypes(Set.of(ResponseType.CODE));
    kept.setTokenEndpointAuthMethod(wanted.getTokenEndpointAuthMethod());
    kept.setJWKSet(description.jwks());
    kept.setJWKSetURI(description.jwksUri());
    kept.setScope(
        com.nimbusds.oauth2.sdk.Scope.parse(
            Scope.format(client.scopes == null ? Set.of(Scope.READ, Scope.WRITE) : client.scopes)));
    return new ClientInformation(
        new ClientID(client.id),
        Date.from(client.createdAt),
        kept,
        secret == null ? null : new Secret(secret.value()));
  }
}
