package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.event.EventKey;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** Tokens for one connector: its own, or those of one user. */
@Entity
@Table(name = "upstream_credential")
class UpstreamCredential {
  /** Stands for a user where the tokens are the connector's own. */
  static final String SHARED = "";

  enum State {
    READY,
    NEEDS_SIGN_IN
  }

  @Id UUID id;
  @TenantId String organisation;
  UUID connectorId;
  String userId;
  String target;
  long version;
  @Nullable String ciphertext;

  @Enumerated(EnumType.STRING)
  State state;

  @Nullable String reason;
  @Nullable String wantedScope;
  @Nullable Instant expiresAt;
  @Nullable Instant refreshAt;
  @Nullable Instant refreshingUntil;

  /** When the tokens were got. */
  @Nullable Instant renewedAt;

  /** Whether others can be had in place of them without a person. */
  boolean renewable;

  /**
   * Whether a renewal began of which nothing was kept, or of which the answer was not heard: the
   * refresh token may be used up.
   */
  boolean interrupted;

  long lease;
  int failures;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
  protected UpstreamCredential() {}

  UpstreamCredential(UUID id, String organisation, UUID connectorId, String userId) {
    this.id = id;
    this.organisation = organisation;
    this.connectorId = connectorId;
    this.userId = userId;
    this.target = "";
    this.state = State.NEEDS_SIGN_IN;
  }

  EventKey key() {
    String connector = connectorId.toString();
    return new EventKey(
        organisation, "credential", userId.equals(SHARED) ? connector : connector + "/" + userId);
  }

  /** Whether the token's end is known and past. */
  boolean isOver() {
    return expiresAt != null && !expiresAt.isAfter(Instant.now());
  }

  @Nullable String userOrNull() {
    return userId.equals(SHARED) ? null : userId;
  }
}
