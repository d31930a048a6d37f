package dev.gatehouse.gateway.audit;

import dev.gatehouse.platform.event.AuditSettings;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.kafka.CompactedTopicReader;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What organisations want of their audit records, followed as they change it. */
@Singleton
public final class SettingsView {
  private final Map<String, AuditSettings> settings = new ConcurrentHashMap<>();
  private final CompactedTopicReader reader;

  SettingsView(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.reader = new CompactedTopicReader(List.of(Topics.AUDIT_SETTINGS), kafka, this::take);
  }

  void start(@Observes StartupEvent event) {
    reader.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    reader.close();
  }

  private void take(EventKey key, byte @Nullable [] value) {
    if (value == null) {
      settings.remove(key.organisation());
    } else if (EventCodec.read(value) instanceof AuditSettings changed) {
      settings.put(changed.organisation(), changed);
    }
  }

  boolean caughtUp() {
    return reader.caughtUp();
  }

  public AuditSettings of(String organisation) {
    AuditSettings known = settings.get(organisation);
    return known == null ? AuditSettings.defaults(organisation) : known;
  }

  public Capture capture(String organisation) {
    return Capture.of(of(organisation));
  }

  /**
   * @param tool its id
   * @param secretNames members that its schemas mark as secret, one a line
   */
  public Capture capture(String organisation, String tool, byte[] secretNames) {
    return Capture.of(of(organisation), tool, secretNames);
  }
}
