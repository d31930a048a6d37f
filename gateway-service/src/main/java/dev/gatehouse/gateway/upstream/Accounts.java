package dev.gatehouse.gateway.upstream;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CredentialEvent.CredentialRotated;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.kafka.CompactedTopicReader.RecordHandler;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest ciphertext of each account at an upstream, as connector-sync-service tells of it. It
 * renews them ahead of their end, so nothing here ever waits for an authorization server.
 */
@Singleton
final class Accounts implements RecordHandler {
  private final Map<EventKey, CredentialRotated> byKey = new ConcurrentHashMap<>();

  /** What tokens are good for, by the connector as it is now: a hash for each call is too dear. */
  private final LoadingCache<ConnectorManifest, String> targets =
      Caffeine.newBuilder().weakKeys().build(ConnectorManifest::tokenTarget);

  @Override
  public void onRecord(EventKey key, byte @Nullable [] value) {
    if (value == null) {
      byKey.remove(key);
    } else if (EventCodec.read(value) instanceof CredentialRotated rotated) {
      byKey.merge(
          key, rotated, (known, fresh) -> fresh.version() >= known.version() ? fresh : known);
    }
  }

  /**
   * The account with which a connector is called: that of the user where each has their own, else
   * the connector's. One that was connected for another address or by other means is none.
   */
  Optional<CredentialRotated> find(ConnectorManifest connector, @Nullable String user) {
    if (connector.oauth() == null) {
      return Optional.empty();
    }
    boolean perUser = connector.oauth().perUser();
    if (perUser && user == null) {
      return Optional.empty();
    }
    String id = perUser ? connector.id() + "/" + user : connector.id();
    CredentialRotated found = byKey.get(new EventKey(connector.organisation(), "credential", id));
    return Optional.ofNullable(found)
        .filter(account -> targets.get(connector).equals(account.target()));
  }
}
