package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.event.CredentialEvent.CredentialRefused;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventCodec.MalformedEventException;
import dev.gatehouse.platform.tenancy.Tenancy;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Hears of tokens that upstreams have refused at gateways: they are renewed out of turn, and what
 * more rights are asked for is remembered for the next sign-in. Best effort: what is lost is told
 * again with a later call.
 */
@ApplicationScoped
class RefusalConsumer {
  private static final Logger LOG = Logger.getLogger(RefusalConsumer.class);

  private final UpstreamCredentials credentials;
  private final CredentialBook book;
  private final Tenancy tenancy;
  private final ConnectConfig config;

  RefusalConsumer(
      UpstreamCredentials credentials, CredentialBook book, Tenancy tenancy, ConnectConfig config) {
    this.credentials = credentials;
    this.book = book;
    this.tenancy = tenancy;
    this.config = config;
  }

  @Incoming("credential-refused")
  @Blocking
  void onRecord(ConsumerRecord<String, byte[]> record) {
    try {
      if (record.value() != null
          && EventCodec.read(record.value()) instanceof CredentialRefused refused) {
        take(refused);
      }
    } catch (MalformedEventException | IllegalArgumentException e) {
      LOG.errorf(e, "Left out a refusal that cannot be read: offset %d", record.offset());
    } catch (RuntimeException e) {
      LOG.warnf(e, "Left out a refusal: offset %d", record.offset());
    }
  }

  private void take(CredentialRefused refused) {
    UUID connector = UUID.fromString(refused.connector());
    String user = Objects.requireNonNullElse(refused.user(), UpstreamCredential.SHARED);
    String scope = refused.wantedScope();
    tenancy.in(
        refused.organisation(),
        () -> {
          if (scope != null) {
            book.wants(connector, user, refused.version(), scope);
          } else if (credentials.hasten(
              connector, user, refused.version(), config.refusalCountsAfter())) {
            LOG.infof("The token of connector %s was refused at a gateway", connector);
          }
          return true;
        });
  }
}
