package dev.gatehouse.sync.connect;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.gatehouse.platform.tenancy.Tenancy;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Renews tokens ahead of their end, so that no call has to wait for it; any number of replicas. */
@ApplicationScoped
class Refresher {
  private static final Logger LOG = Logger.getLogger(Refresher.class);

  /** For keeping what was got. */
  private static final long GRACE_MILLIS = 5_000;

  private final UpstreamCredentials credentials;
  private final Renewal renewal;
  private final Members members;
  private final Tenancy tenancy;
  private final ConnectConfig config;
  private final Semaphore free;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("renew-", 0).factory());

  Refresher(
      UpstreamCredentials credentials,
      Renewal renewal,
      Members members,
      Tenancy tenancy,
      ConnectConfig config) {
    this.credentials = credentials;
    this.members = members;
    this.renewal = renewal;
    this.tenancy = tenancy;
    this.config = config;
    this.free = new Semaphore(config.concurrentRenewals());
  }

  @Scheduled(
      every = "{gatehouse.connect.tick}",
      skipExecutionIf = ApplicationNotRunning.class,
      concurrentExecution = ConcurrentExecution.SKIP)
  void renewDue() {
    if (!members.known()) {
      return;
    }
    int permits = free.drainPermits();
    List<UpstreamCredential> due = List.of();
    try {
      if (permits > 0) {
        due = tenancy.asPlatform(() -> credentials.claimDue(permits, config.leaseTime()));
      }
    } finally {
      free.release(permits - due.size());
    }
    due.forEach(claimed -> threads.execute(() -> renew(claimed)));
  }

  private void renew(UpstreamCredential claimed) {
    try {
      renewal.renew(claimed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.errorf(e, "The tokens of connector %s could not be renewed", claimed.connectorId);
    } finally {
      free.release();
    }
  }

  /** What a server is giving at the moment is waited for: it gives it once. */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    threads.shutdown();
    threads.awaitTermination(config.requestTimeout().toMillis() + GRACE_MILLIS, MILLISECONDS);
    threads.shutdownNow();
  }
}
