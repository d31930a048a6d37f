package dev.gatehouse.auth;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.event.CatalogEvent.GatewaySettings;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.kafka.EventProducer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tells of gateways as the registry does. */
public final class Endpoints implements AutoCloseable {
  private final Producer<String, byte[]> producer;

  public Endpoints(String kafka) {
    producer = EventProducer.create(Map.of("bootstrap.servers", kafka, "linger.ms", 0));
  }

  /** For a test that runs in the service. */
  public static Endpoints open() {
    return new Endpoints(
        ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
  }

  /** There is such a gateway now; returns what it is known by. */
  public EventKey add(String organisationSlug, String slug) {
    GatewayManifest gateway = gateway(organisationSlug, slug);
    send(gateway.key(), record(gateway));
    return gateway.key();
  }

  /** What the registry tells of a gateway. */
  public static GatewayManifest gateway(String organisationSlug, String slug) {
    return new GatewayManifest(
        organisationSlug,
        organisationSlug,
        UuidCreator.getTimeOrderedEpoch().toString(),
        slug,
        slug,
        null,
        true,
        GatewaySettings.DEFAULT,
        0,
        1,
        List.of());
  }

  /** The same as it lies in the topic. */
  public static byte[] record(GatewayManifest gateway) {
    return EventCodec.encode(EventCodec.envelope("registry", gateway, null));
  }

  /** It is gone. */
  public void remove(EventKey key) {
    send(key, null);
  }

  private void send(EventKey key, byte[] value) {
    try {
      producer.send(new ProducerRecord<>(Topics.CATALOG, key.toString(), value)).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("the endpoint could not be told of", e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
