package dev.gatehouse.auth.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Locale;
import java.util.Optional;

/** People's accounts. */
@ApplicationScoped
public class Users {
  private final UserRepository users;
  private final Passwords passwords;

  Users(UserRepository users, Passwords passwords) {
    this.users = users;
    this.passwords = passwords;
  }

  /** Keeps a new account; user names are the same in upper and lower case. */
  @Transactional(Transactional.TxType.MANDATORY)
  public User create(String username, String password) {
    User user = new User(username.toLowerCase(Locale.ROOT), passwords.hash(password));
    users.persist(user);
    return user;
  }

  /** Keeps a new account without a password: its person signs in elsewhere. */
  @Transactional(Transactional.TxType.MANDATORY)
  public User create(String username) {
    User user = new User(username.toLowerCase(Locale.ROOT), null);
    users.persist(user);
    return user;
  }

  public Optional<User> find(String id) {
    return users.findByIdOptional(id);
  }

  public Optional<User> findByUsername(String username) {
    return users.findByUsername(username);
  }
}
