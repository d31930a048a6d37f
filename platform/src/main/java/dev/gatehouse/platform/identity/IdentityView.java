package dev.gatehouse.platform.identity;

import dev.gatehouse.platform.event.ApiKeyUsed;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.IdentityEvent;
import dev.gatehouse.platform.event.IdentityEvent.ApiKeyChanged;
import dev.gatehouse.platform.event.IdentityEvent.MembershipChanged;
import dev.gatehouse.platform.event.IdentityEvent.OrganisationChanged;
import dev.gatehouse.platform.kafka.CompactedTopicReader.RecordHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Organisations, memberships, API keys and revocations in memory, as the identity topic tells them.
 * Written by one reader thread, read by every call without a lock.
 *
 * <p>API keys fail closed once auth-service has not been heard of for {@code staleAfter}: a key may
 * have been revoked in that time. Access tokens live ten minutes and need no such rule.
 */
public final class IdentityView implements RecordHandler {
  private final Clock clock;
  private final Duration staleAfter;
  private final Map<String, OrganisationChanged> organisations = new ConcurrentHashMap<>();
  private final Map<String, String> organisationsBySlug = new ConcurrentHashMap<>();
  private final Map<String, MembershipChanged> memberships = new ConcurrentHashMap<>();
  private final Map<String, ApiKeyChanged> keys = new ConcurrentHashMap<>();
  private final Map<String, Instant> revocations = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ApiKeyUses uses = new ApiKeyUses();
  private final Heartbeats beats = new Heartbeats();
  private volatile Instant completeUntil = Instant.EPOCH;

  /**
   * @param staleAfter how long API keys are taken without a heartbeat; 15 minutes unless set
   */
  public IdentityView(Clock clock, Duration staleAfter) {
    this.clock = clock;
    this.staleAfter = staleAfter;
  }

  /** Called after every change but heartbeats, on the reader's thread; caches are dropped here. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  public @Nullable OrganisationChanged organisation(String id) {
    return organisations.get(id);
  }

  public @Nullable OrganisationChanged organisationBySlug(String slug) {
    String id = organisationsBySlug.get(slug);
    return id == null ? null : organisations.get(id);
  }

  /** The user's role now, or null if there is none or it is suspended. */
  public @Nullable Role role(String organisation, String user) {
    MembershipChanged membership = memberships.get(memberKey(organisation, user));
    return membership == null || membership.suspended() ? null : membership.role();
  }

  /** Whether there is a membership, be it one that is suspended for the time being. */
  public boolean isMember(String organisation, String user) {
    return memberships.containsKey(memberKey(organisation, user));
  }

  /** Whether a grant or token id was revoked. */
  public boolean revoked(@Nullable String grantOrTokenId) {
    return grantOrTokenId != null && revocations.containsKey(grantOrTokenId);
  }

  /** Until when auth-service's changes are known here. */
  public Instant completeUntil() {
    return completeUntil;
  }

  /** Resolves a presented API key to its caller; nothing here blocks or derives keys. */
  public KeyCheck check(ApiKeySecret presented) {
    ApiKeyChanged key = keys.get(presented.id());
    byte[] hash = presented.hash().getBytes(StandardCharsets.US_ASCII);
    if (key == null
        || !MessageDigest.isEqual(hash, key.hash().getBytes(StandardCharsets.US_ASCII))) {
      return new KeyCheck.Refused("unknown or revoked API key");
    }
    KeyCheck check = check(key);
    if (check instanceof KeyCheck.Accepted) {
      uses.add(key.organisation(), key.id(), clock.instant());
    }
    return check;
  }

  /**
   * What would come of a key of the organisation if it were presented now; that is no use of it.
   *
   * @param id the public part of the key
   */
  public KeyCheck foresee(String organisation, String id) {
    ApiKeyChanged key = keys.get(id);
    return key == null || !key.organisation().equals(organisation)
        ? new KeyCheck.Refused("unknown or revoked API key")
        : check(key);
  }

  private KeyCheck check(ApiKeyChanged key) {
    Instant now = clock.instant();
    if (key.expiresAt() != null && !now.isBefore(key.expiresAt())) {
      return new KeyCheck.Refused("the API key has expired");
    }
    if (completeUntil.plus(staleAfter).isBefore(now)) {
      return new KeyCheck.Refused("API keys cannot be checked at the moment; try again later");
    }
    OrganisationChanged organisation = organisations.get(key.organisation());
    if (organisation == null || organisation.suspended() || !organisation.apiKeysAllowed()) {
      return new KeyCheck.Refused("the organisation does not take API keys");
    }
    Role role = key.user() == null ? key.role() : role(key.organisation(), key.user());
    if (role == null) {
      return new KeyCheck.Refused("the owner of the API key is no active member");
    }
    return new KeyCheck.Accepted(
        new Caller(
            key.user(),
            key.id(),
            null,
            null,
            key.organisation(),
            role,
            Set.copyOf(key.scopes()),
            key.gateway()));
  }

  /** The keys that were taken since the last time this was asked, each once. */
  public List<ApiKeyUsed> keysUsed() {
    return uses.drain();
  }

  @Override
  public void onRecord(EventKey key, byte @Nullable [] value) {
    if (value == null) {
      remove(key);
    } else if (EventCodec.read(value) instanceof IdentityEvent event) {
      apply(event);
    }
    if (!key.kind().equals("heartbeat")) {
      listeners.forEach(Runnable::run);
    }
  }

  private void apply(IdentityEvent event) {
    switch (event) {
      case OrganisationChanged changed -> {
        OrganisationChanged before = organisations.put(changed.organisation(), changed);
        if (before != null && !before.slug().equals(changed.slug())) {
          organisationsBySlug.remove(before.slug(), changed.organisation());
        }
        organisationsBySlug.put(changed.slug(), changed.organisation());
      }
      case MembershipChanged changed ->
          memberships.put(memberKey(changed.organisation(), changed.user()), changed);
      case ApiKeyChanged changed -> keys.put(changed.id(), changed);
      case IdentityEvent.Revoked revoked -> {
        Instant now = clock.instant();
        revocations.values().removeIf(now::isAfter);
        revocations.put(revoked.value(), revoked.expiresAt());
      }
      case IdentityEvent.Heartbeat heartbeat -> completeUntil = beats.add(heartbeat);
    }
  }

  private void remove(EventKey key) {
    switch (key.kind()) {
      case "organisation" -> {
        OrganisationChanged gone = organisations.remove(key.id());
        if (gone != null) {
          organisationsBySlug.remove(gone.slug(), key.id());
        }
      }
      case "membership" -> memberships.remove(memberKey(key.organisation(), key.id()));
      case "api-key" -> keys.remove(key.id());
      default -> {
        // Revocations stay until they expire: a tombstone must not bring a token back to life.
      }
    }
  }

  private static String memberKey(String organisation, String user) {
    return organisation + "/" + user;
  }

  /** Outcome of {@link #check}. */
  public sealed interface KeyCheck {
    record Accepted(Caller caller) implements KeyCheck {}

    /**
     * @param reason may be shown to the client
     */
    record Refused(String reason) implements KeyCheck {}
  }
}
