package dev.gatehouse.sync.run;

import dev.gatehouse.platform.event.AuditRecord.Actor;

/** Why a run takes place. */
sealed interface Cause {
  Actor actor();

  String value();

  record Scheduled() implements Cause {
    @Override
    public Actor actor() {
      return Actor.service("connector-sync");
    }

    @Override
    public String value() {
      return "schedule";
    }
  }

  /** Somebody asked for it. */
  record Requested(Actor actor) implements Cause {
    @Override
    public String value() {
      return "request";
    }
  }
}
