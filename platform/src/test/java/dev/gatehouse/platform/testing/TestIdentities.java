package dev.gatehouse.platform.testing;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.DomainEvent;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.IdentityEvent.ApiKeyChanged;
import dev.gatehouse.platform.event.IdentityEvent.Heartbeat;
import dev.gatehouse.platform.event.IdentityEvent.MembershipChanged;
import dev.gatehouse.platform.event.IdentityEvent.OrganisationChanged;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.ApiKeySecret;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.kafka.EventProducer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** Plays auth-service in the tests of others: publishes organisations, members and keys. */
public final class TestIdentities implements AutoCloseable {
  private final Producer<String, byte[]> producer;
  private final IdentityView view;

  /**
   * @param view of the service under test; what is published here is waited for there
   */
  public TestIdentities(IdentityView view) {
    this.view = view;
    this.producer =
        EventProducer.create(
            Map.of(
                "bootstrap.servers",
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)));
  }

  /** A new organisation; returns its id. */
  public String organisation(String slug) {
    String id = newId();
    publish(new OrganisationChanged(id, slug, slug, true, false));
    await(() -> view.organisation(id) != null);
    return id;
  }

  /** A new user with a role in an organisation; returns the user's id. */
  public String member(String organisation, Role role) {
    String user = newId();
    publish(new MembershipChanged(organisation, user, role, false));
    await(() -> view.role(organisation, user) == role);
    return user;
  }

  /** Ends a membership. */
  public void leave(String organisation, String user) {
    String key = new EventKey(organisation, "membership", user).toString();
    send(new ProducerRecord<>(Topics.IDENTITY, key, null));
    await(() -> view.role(organisation, user) == null);
  }

  /** Suspends a membership, which stays one. */
  public void suspend(String organisation, String user, Role role) {
    publish(new MembershipChanged(organisation, user, role, true));
    await(() -> view.role(organisation, user) == null);
  }

  /** A new service key; returns it as its owner would hold it. */
  public String serviceKey(String organisation, Role role, Scope... scopes) {
    ApiKeySecret secret = ApiKeySecret.generate();
    publish(
        new ApiKeyChanged(
            organisation,
            secret.id(),
            secret.hash(),
            "test",
            null,
            role,
            Set.of(scopes),
            null,
            null));
    heartbeat();
    await(() -> view.check(secret) instanceof IdentityView.KeyCheck.Accepted);
    return secret.reveal();
  }

  /**
   * Revokes a key.
   *
   * @param revealed the key as its owner holds it
   */
  public void revokeKey(String organisation, String revealed) {
    ApiKeySecret secret = ApiKeySecret.parse(revealed).orElseThrow();
    String key = new EventKey(organisation, "api-key", secret.id()).toString();
    send(new ProducerRecord<>(Topics.IDENTITY, key, null));
    await(() -> view.check(secret) instanceof IdentityView.KeyCheck.Refused);
  }

  /** Says that everything up to now is known. */
  public void heartbeat() {
    publish(new Heartbeat(Instant.now()));
  }

  /** Publishes any event and waits for the broker to have it. */
  public void publish(DomainEvent event) {
    byte[] value = EventCodec.encode(EventCodec.envelope("auth", event, null));
    send(new ProducerRecord<>(Topics.IDENTITY, event.key().toString(), value));
  }

  /** Sends a raw record. */
  public void send(ProducerRecord<String, byte[]> record) {
    try {
      producer.send(record).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static String newId() {
    return UuidCreator.getTimeOrderedEpoch().toString();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(condition);
  }
}
