package dev.gatehouse.sync.connection;

import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.sync.audit.AuditTrail;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record of each test: credentials were shown to somebody. */
@ApplicationScoped
class TestAudit {
  private final AuditTrail trail;
  private final Outbox outbox;
  private final CurrentCaller callers;

  TestAudit(AuditTrail trail, Outbox outbox, CurrentCaller callers) {
    this.trail = trail;
    this.outbox = outbox;
    this.callers = callers;
  }

  @FunctionalInterface
  interface Test {
    TestResult run() throws InterruptedException;
  }

  TestResult recorded(String connector, @Nullable String name, Test test)
      throws InterruptedException {
    Caller caller = callers.get();
    Instant began = Instant.now();
    TestResult result = test.run();
    TestResult.Problem problem = result.problem();
    AuditTrail.Deed deed =
        new AuditTrail.Deed(
            caller.organisation(),
            AuditTrail.of(caller),
            "connector.test",
            Target.of("connector", connector, name),
            problem == null ? Outcome.SUCCESS : new Outcome(Outcome.Status.ERROR, problem.kind()),
            began,
            Instant.now(),
            Map.of("tools", Integer.toString(result.toolCount())));
    QuarkusTransaction.requiringNew()
        .run(() -> {
          outbox.lock(caller.organisation());
          trail.record(deed);
        });
    return result;
  }
}
