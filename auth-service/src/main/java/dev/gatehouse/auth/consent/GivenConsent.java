package dev.gatehouse.auth.consent;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.auth.authorize.PendingAuthorization;
import dev.gatehouse.auth.organisation.ScopesConverter;
import dev.gatehouse.platform.identity.Scope;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import org.hibernate.annotations.TenantId;

/**
 * What a person has allowed a client, at one resource of an organisation and by one redirect URI.
 */
@Entity
@Table(name = "consent")
class GivenConsent {
  @Id String id;
  @TenantId String organisation;
  String userId;
  String clientId;
  String redirectUri;
  String resource;

  @Convert(converter = ScopesConverter.class)
  Set<Scope> scopes;

  Instant givenAt;

  @SuppressWarnings("NullAway.Init")
  protected GivenConsent() {}

  GivenConsent(PendingAuthorization request, String user, Choice choice) {
    this.id = UuidCreator.getTimeOrderedEpoch().toString();
    this.organisation = choice.member().organisation();
    this.userId = user;
    this.clientId = request.clientId();
    this.redirectUri = request.redirectUri();
    this.resource = request.resource();
    this.scopes = choice.scopes();
    this.givenAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  boolean covers(Choice choice) {
    return scopes.containsAll(choice.scopes());
  }

  void widen(Choice choice) {
    EnumSet<Scope> all = EnumSet.copyOf(choice.scopes());
    all.addAll(scopes);
    scopes = Set.copyOf(all);
    givenAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
