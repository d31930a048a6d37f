package dev.gatehouse.auth.login;

import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.organisation.Member;
import dev.gatehouse.auth.organisation.Organisations;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Each organisation of a person finds what happens to the account in its own audit trail. */
@ApplicationScoped
class AccountLog {
  private final Organisations organisations;
  private final AuditLog audit;

  AccountLog(Organisations organisations, AuditLog audit) {
    this.organisations = organisations;
    this.audit = audit;
  }

  /** The transaction must see all organisations. */
  void add(User user, Decided decided) {
    List<String> theirs =
        organisations.of(user.id).stream().map(Member::organisation).sorted().toList();
    (theirs.isEmpty() ? List.of(EventKey.PLATFORM) : theirs).forEach(o -> audit.add(o, decided));
  }

  /** About an account that does not exist. What was typed is not kept: it may be a password. */
  void addUnknown(Decided decided) {
    audit.add(EventKey.PLATFORM, decided);
  }

  static Target target(User user) {
    return Target.of("user", user.id, user.username);
  }

  static Target unknown() {
    return new Target("user", null, null, null, null, null);
  }
}
