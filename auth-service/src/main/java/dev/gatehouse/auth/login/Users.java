package dev.gatehouse.auth.login;

import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.EventKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Locale;
import java.util.Optional;

/** People's accounts. */
@ApplicationScoped
public class Users {
  static final String CREATE = "user.create";

  private final UserRepository users;
  private final Passwords passwords;
  private final AuditLog audit;

  Users(UserRepository users, Passwords passwords, AuditLog audit) {
    this.users = users;
    this.passwords = passwords;
    this.audit = audit;
  }

  /**
   * Keeps a new account; user names are the same in upper and lower case.
   *
   * @param organisation that it is made for, which finds a record of it in its trail
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public User create(String username, String password, String organisation) {
    User user = new User(username.toLowerCase(Locale.ROOT), passwords.hash(password));
    return keep(
        user, organisation, Decided.done(Actor.service("auth"), CREATE, AccountLog.target(user)));
  }

  /**
   * Keeps a new account without a password: its person signs in at a provider.
   *
   * @param provider its name
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public User createExternal(String username, String provider) {
    User user = new User(username.toLowerCase(Locale.ROOT), null);
    return keep(
        user,
        EventKey.PLATFORM,
        Decided.done(Decided.user(user.id), CREATE, AccountLog.target(user)).with("by", provider));
  }

  private User keep(User user, String trail, Decided record) {
    users.persist(user);
    audit.add(trail, record);
    return user;
  }

  public Optional<User> find(String id) {
    return users.findByIdOptional(id);
  }

  public Optional<User> findByUsername(String username) {
    return users.findByUsername(username);
  }
}
