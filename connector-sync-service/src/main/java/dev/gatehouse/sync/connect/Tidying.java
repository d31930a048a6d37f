package dev.gatehouse.sync.connect;

import dev.gatehouse.sync.schedule.ConnectorTaken;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Removes what is of no more use: with the connector that it belonged to, or with time. */
@ApplicationScoped
class Tidying {
  private final CredentialBook book;
  private final PendingAuthorizations pending;

  Tidying(CredentialBook book, PendingAuthorizations pending) {
    this.book = book;
    this.pending = pending;
  }

  /** In the transaction that takes the change over. */
  void changed(@Observes ConnectorTaken taken) {
    book.forget(taken.connector(), taken.tokenTarget());
  }

  @Scheduled(every = "5m", delayed = "1m", skipExecutionIf = ApplicationNotRunning.class)
  void run() {
    pending.forget();
  }
}
