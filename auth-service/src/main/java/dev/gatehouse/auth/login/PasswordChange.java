package dev.gatehouse.auth.login;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.Decided;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Changes a password for one who knows the current one. */
@ApplicationScoped
class PasswordChange {
  private static final String ACTION = "user.change-password";

  private final UserRepository users;
  private final PasswordCheck check;
  private final Passwords passwords;
  private final Sessions sessions;
  private final AccountLog log;
  private final Transactions transactions;

  PasswordChange(
      UserRepository users,
      PasswordCheck check,
      Passwords passwords,
      Sessions sessions,
      AccountLog log,
      Transactions transactions) {
    this.users = users;
    this.check = check;
    this.passwords = passwords;
    this.sessions = sessions;
    this.log = log;
    this.transactions = transactions;
  }

  enum Result {
    CHANGED,
    WRONG_PASSWORD,
    TOO_MANY_TRIES
  }

  Result change(String userId, String current, String next, String address) {
    Optional<User> user = transactions.asPlatform(() -> users.findByIdOptional(userId));
    return user.map(known ->
            switch (check.check(known.username, current, address, null)) {
              case PasswordCheck.Result.Right right -> set(right.user(), passwords.hash(next));
              case PasswordCheck.Result.Wrong _ -> refuse(known);
              case PasswordCheck.Result.Wait _ -> Result.TOO_MANY_TRIES;
            })
        .orElse(Result.WRONG_PASSWORD);
  }

  private Result set(User user, String hash) {
    return transactions.asPlatform(() -> {
      users.findById(user.id).changePassword(hash);
      sessions.endAll(user);
      log.add(user, Decided.done(Decided.user(user.id), ACTION, AccountLog.target(user)));
      return Result.CHANGED;
    });
  }

  private Result refuse(User user) {
    return transactions.asPlatform(() -> {
      log.add(
          user,
          Decided.refused(
              Decided.user(user.id), ACTION, AccountLog.target(user), "wrong-password"));
      return Result.WRONG_PASSWORD;
    });
  }
}
