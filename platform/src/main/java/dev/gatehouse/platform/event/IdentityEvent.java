package dev.gatehouse.platform.event;

import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What auth-service tells: who exists, what they may do, and what no longer holds. */
public sealed interface IdentityEvent extends DomainEvent {

  /**
   * An organisation as it is now.
   *
   * @param slug its name in URLs, unique in the suite
   * @param apiKeysAllowed false where the organisation takes OAuth sign-in only
   */
  record OrganisationChanged(
      String organisation, String slug, String name, boolean apiKeysAllowed, boolean suspended)
      implements IdentityEvent {
    @Override
    public EventKey key() {
      return new EventKey(organisation, "organisation", organisation);
    }
  }

  /**
   * A user's role in an organisation as it is now; a tombstone says that it has ended.
   *
   * @param user id of the user, or of an OAuth client of the organisation that acts by itself
   */
  record MembershipChanged(String organisation, String user, Role role, boolean suspended)
      implements IdentityEvent {
    @Override
    public EventKey key() {
      return new EventKey(organisation, "membership", user);
    }
  }

  /**
   * A usable API key; a tombstone says that it was revoked.
   *
   * @param hash SHA-256 of the key's secret part, base64url without padding
   * @param user the owner whose role it follows, or null for a service key
   * @param role the role of a service key; null for a personal one
   * @param gateway the only gateway it is good for, or null
   */
  record ApiKeyChanged(
      String organisation,
      String id,
      String hash,
      String name,
      @Nullable String user,
      @Nullable Role role,
      Set<Scope> scopes,
      @Nullable Instant expiresAt,
      @Nullable String gateway)
      implements IdentityEvent {
    @Override
    public EventKey key() {
      return new EventKey(organisation, "api-key", id);
    }
  }

  /**
   * A grant or a single token that no longer holds.
   *
   * @param value the {@code grant_id} or {@code jti}
   * @param expiresAt when the last access token that it could concern has expired anyway
   */
  record Revoked(String organisation, Kind kind, String value, Instant expiresAt)
      implements IdentityEvent {
    public enum Kind {
      GRANT,
      TOKEN
    }

    @Override
    public EventKey key() {
      return new EventKey(organisation, "revocation", value);
    }
  }

  /**
   * Sent to every partition each second once nothing older waits to be published: what happened
   * before {@code completeUntil} is known to whoever has read this far in all partitions.
   *
   * @param partition that this one was sent to
   * @param partitions how many there are
   */
  record Heartbeat(Instant completeUntil, int partition, int partitions) implements IdentityEvent {

    /** For a topic of one partition. */
    public Heartbeat(Instant completeUntil) {
      this(completeUntil, 0, 1);
    }

    @Override
    public EventKey key() {
      return new EventKey(EventKey.PLATFORM, "heartbeat", "auth");
    }
  }
}
