package dev.gatehouse.auth.apikey;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.platform.event.ApiKeyUsed;
import dev.gatehouse.platform.event.EventCodec;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Notes when keys were used last, as the services tell now and then. A record that comes twice or
 * late changes nothing; one that cannot be stored is left out, the next says the same.
 */
@ApplicationScoped
class ApiKeyUseConsumer {
  private static final Logger LOG = Logger.getLogger(ApiKeyUseConsumer.class);
  private static final String LATER =
      "lastUsedAt = ?1 where id = ?2 and (lastUsedAt is null or lastUsedAt < ?1)";

  private final ApiKeyRepository keys;
  private final Transactions transactions;

  ApiKeyUseConsumer(ApiKeyRepository keys, Transactions transactions) {
    this.keys = keys;
    this.transactions = transactions;
  }

  @Incoming("api-key-use")
  @Blocking
  void onRecord(ConsumerRecord<String, byte[]> record) {
    try {
      if (record.value() != null && EventCodec.read(record.value()) instanceof ApiKeyUsed used) {
        transactions.in(used.organisation(), () -> keys.update(LATER, used.at(), used.id()));
      }
    } catch (RuntimeException e) {
      LOG.warnf("The use of an API key could not be noted: %s", e.getClass().getSimpleName());
    }
  }
}
