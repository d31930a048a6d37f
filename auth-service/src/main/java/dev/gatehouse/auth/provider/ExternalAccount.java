package dev.gatehouse.auth.provider;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;

/** An account at a provider, by issuer and subject, and the person that it is here. */
@Entity
@IdClass(ExternalAccount.Key.class)
class ExternalAccount {
  @Id String issuer;
  @Id String subject;
  String userId;
  Instant createdAt;

  @SuppressWarnings("NullAway.Init")
  protected ExternalAccount() {}

  ExternalAccount(Key key, String userId) {
    this.issuer = key.issuer();
    this.subject = key.subject();
    this.userId = userId;
    this.createdAt = Instant.now();
  }

  /** Names an account: the subject alone would be another's at another provider. */
  record Key(String issuer, String subject) implements Serializable {}
}
