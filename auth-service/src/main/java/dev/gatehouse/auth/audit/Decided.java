package dev.gatehouse.auth.audit;

import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Decision;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.identity.Caller;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A security decision as it goes into the audit trail.
 *
 * @param action dotted, object first, such as {@code api-key.create}
 * @param detail anything else worth keeping; no secrets
 */
public record Decided(
    Actor actor,
    String action,
    Target target,
    Decision decision,
    Outcome outcome,
    Map<String, String> detail) {

  /** Something was asked for, permitted and done. */
  public static Decided done(Actor actor, String action, Target target) {
    return new Decided(actor, action, target, Decision.ALLOWED, Outcome.SUCCESS, Map.of());
  }

  /** Something is about to be tried; what comes of it is another record. */
  public static Decided attempted(Actor actor, String action, Target target) {
    return new Decided(
        actor,
        action,
        target,
        Decision.ALLOWED,
        new Outcome(Outcome.Status.UNKNOWN, null),
        Map.of());
  }

  /** What came of something that was tried. */
  public Decided ended(Outcome how) {
    return new Decided(actor, action, target, decision, how, detail);
  }

  /**
   * Something was asked for and refused.
   *
   * @param rule which rule refused it; also the outcome's code
   */
  public static Decided refused(Actor actor, String action, Target target, String rule) {
    return new Decided(
        actor,
        action,
        target,
        new Decision(false, rule),
        new Outcome(Outcome.Status.DENIED, rule),
        Map.of());
  }

  /** The same with one more detail, unless the value is null. */
  public Decided with(String name, @Nullable String value) {
    if (value == null) {
      return this;
    }
    Map<String, String> more = new HashMap<>(detail);
    more.put(name, value);
    return new Decided(actor, action, target, decision, outcome, Map.copyOf(more));
  }

  /** The actor behind a REST call. */
  public static Actor actor(Caller caller) {
    return new Actor(caller.user(), caller.client(), caller.apiKey(), caller.grant(), null);
  }

  /** A person at a browser. */
  public static Actor user(String user) {
    return new Actor(user, null, null, null, null);
  }
}
