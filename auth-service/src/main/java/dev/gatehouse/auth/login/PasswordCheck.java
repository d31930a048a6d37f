package dev.gatehouse.auth.login;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.limit.Sources;
import dev.gatehouse.auth.login.Throttle.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges a user name and password, slowly where there were many wrong ones. */
@ApplicationScoped
class PasswordCheck {
  private final UserRepository users;
  private final KnownBrowsers browsers;
  private final Passwords passwords;
  private final Throttle throttle;
  private final Transactions transactions;

  PasswordCheck(
      UserRepository users,
      KnownBrowsers browsers,
      Passwords passwords,
      Throttle throttle,
      Transactions transactions) {
    this.users = users;
    this.browsers = browsers;
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

  /**
   * Takes some time on purpose; no transaction may be open.
   *
   * @param browser where somebody tries; null if it is none
   */
  Result check(String username, String password, String address, @Nullable Browser browser) {
    String name = username.strip().toLowerCase(Locale.ROOT);
    return passwords
        .oneOfFew(() -> judge(name, password, Sources.of(address), browser))
        .orElseGet(() -> new Result.Wait(Duration.ofSeconds(1)));
  }

  private Result judge(String name, String password, String source, @Nullable Browser browser) {
    List<Subject> subjects = transactions.asPlatform(() -> subjects(name, source, browser));
    Optional<Duration> wait = throttle.admit(subjects);
    if (wait.isPresent()) {
      return new Result.Wait(wait.get());
    }
    Optional<User> user = transactions.asPlatform(() -> users.findByUsername(name));
    return passwords.verify(password, user.map(u -> u.passwordHash).orElse(null))
        ? right(user.orElseThrow(), subjects)
        : new Result.Wrong(user);
  }

  private List<Subject> subjects(String name, String source, @Nullable Browser browser) {
    return browser != null && browsers.knows(name, browser)
        ? List.of(Subject.accountAtKnown(name, browser.hash()))
        : List.of(Subject.source(source), Subject.accountAt(name, source), Subject.account(name));
  }

  private Result right(User user, List<Subject> subjects) {
    return transactions.asPlatform(() -> {
      subjects.forEach(throttle::succeeded);
      return new Result.Right(user);
    });
  }
}
