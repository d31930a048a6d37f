package dev.gatehouse.auth.login;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.login.Throttle.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges a user name and password, slowly where there were many wrong ones. */
@ApplicationScoped
class PasswordCheck {
  private final UserRepository users;
  private final Passwords passwords;
  private final Throttle throttle;
  private final Transactions transactions;

  PasswordCheck(
      UserRepository users, Passwords passwords, Throttle throttle, Transactions transactions) {
    this.users = users;
    this.passwords = passwords;
    this.throttle = throttle;
    this.transactions = transactions;
  }

  sealed interface Result {
    record Right(User user) implements Result {}

    /**
     * Not the password of this account.
     *
     * @param user whose password it is not; empty if there is no such account
     */
    record Wrong(Optional<User> user) implements Result {}

    /** Too many wrong ones before, or too many people at once; it was not looked at. */
    record Wait(Duration time) implements Result {}
  }

  /** Takes some time on purpose; no transaction may be open. */
  Result check(String username, String password, String address) {
    String name = username.strip().toLowerCase(Locale.ROOT);
    List<Subject> subjects = List.of(Subject.accountAt(name, address), Subject.account(name));
    Subject from = Subject.address(address);
    Optional<Duration> wait =
        transactions.asPlatform(() ->
            Stream.concat(Stream.of(from), subjects.stream())
                .flatMap(subject -> throttle.admit(subject).stream())
                .findFirst());
    if (wait.isPresent()) {
      return new Result.Wait(wait.get());
    }
    Optional<User> user = transactions.asPlatform(() -> users.findByUsername(name));
    return switch (passwords.verify(password, user.map(u -> u.passwordHash).orElse(null))) {
      case RIGHT -> right(user.orElseThrow(), subjects, from);
      case WRONG -> new Result.Wrong(user);
      case BUSY -> new Result.Wait(Duration.ofSeconds(1));
    };
  }

  private Result right(User user, List<Subject> subjects, Subject from) {
    return transactions.asPlatform(() -> {
      throttle.takeBack(from);
      subjects.forEach(throttle::forget);
      return new Result.Right(user);
    });
  }
}
