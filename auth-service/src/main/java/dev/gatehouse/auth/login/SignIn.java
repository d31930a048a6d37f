package dev.gatehouse.auth.login;

import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.limit.RequestLimits;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs a person in and out. */
@ApplicationScoped
public class SignIn {
  private static final String ACTION = "session.sign-in";

  private final PasswordCheck passwords;
  private final KnownBrowsers browsers;
  private final UserRepository users;
  private final RequestLimits limits;
  private final Sessions sessions;
  private final AccountLog log;
  private final Cookies cookies;
  private final Transactions transactions;

  SignIn(
      PasswordCheck passwords,
      KnownBrowsers browsers,
      UserRepository users,
      RequestLimits limits,
      Sessions sessions,
      AccountLog log,
      Cookies cookies,
      Transactions transactions) {
    this.passwords = passwords;
    this.browsers = browsers;
    this.users = users;
    this.limits = limits;
    this.sessions = sessions;
    this.log = log;
    this.cookies = cookies;
    this.transactions = transactions;
  }

  sealed interface Result {
    record SignedIn(OpaqueToken session) implements Result {}

    record Wrong() implements Result {}

    record Wait(Duration time) implements Result {}
  }

  /**
   * @param browser whose session, if it had one, ends
   */
  Result signIn(String username, String password, String address, Browser browser) {
    return switch (passwords.check(username, password, address, browser)) {
      case PasswordCheck.Result.Right right -> new Result.SignedIn(start(right.user(), browser));
      case PasswordCheck.Result.Wrong wrong -> refuse(wrong.user(), null);
      case PasswordCheck.Result.Wait wait -> {
        putOff(username);
        yield new Result.Wait(wait.time());
      }
    };
  }

  // The password was not looked at; who goes on trying leaves records now and then.
  private void putOff(String username) {
    Optional<User> user = transactions.asPlatform(() -> users.findByUsername(username.strip()));
    if (limits.mayRecord("sign-in:" + user.map(User::id).orElse("unknown"))) {
      refuse(user, "too-many-tries");
    }
  }

  void signOut(User user, String session) {
    transactions.asPlatform(() -> {
      sessions.end(session);
      log.add(
          user, Decided.done(Decided.user(user.id), "session.sign-out", AccountLog.target(user)));
      return true;
    });
  }

  /** Ends every session of the person, wherever it was started. */
  void signOutEverywhere(User user) {
    transactions.asPlatform(() -> {
      sessions.endAll(user);
      log.add(
          user,
          Decided.done(
              Decided.user(user.id), "session.sign-out-everywhere", AccountLog.target(user)));
      return true;
    });
  }

  /**
   * Starts a session for somebody who has signed in at a provider; returns its cookie.
   *
   * @param authTime when the person authenticated there, which may be long ago
   */
  public NewCookie startExternal(User user, Browser browser, String provider, Instant authTime) {
    return cookies.session(start(user, browser.session(), provider, authTime));
  }

  /** Keeps a record of a sign-in at a provider that came to nothing. */
  public void refuseExternal(String provider, String rule) {
    transactions.asPlatform(() -> {
      log.addUnknown(
          Decided.refused(Actor.ANONYMOUS, ACTION, AccountLog.unknown(), rule)
              .with("by", provider));
      return true;
    });
  }

  private OpaqueToken start(User user, Browser browser) {
    transactions.asPlatform(() -> {
      browsers.remember(user, browser);
      return true;
    });
    return start(user, browser.session(), "password", Instant.now());
  }

  // Never the session that the browser had before: somebody may have planted it there.
  private OpaqueToken start(User user, @Nullable String before, String by, Instant authTime) {
    return transactions.asPlatform(() -> {
      if (before != null) {
        sessions.end(before);
      }
      log.add(
          user,
          Decided.done(Decided.user(user.id), ACTION, AccountLog.target(user)).with("by", by));
      return sessions.start(user, authTime);
    });
  }

  private Result refuse(Optional<User> user, @Nullable String rule) {
    return transactions.asPlatform(() -> {
      user.ifPresentOrElse(
          known ->
              log.add(
                  known,
                  Decided.refused(
                      Actor.ANONYMOUS,
                      ACTION,
                      AccountLog.target(known),
                      rule == null ? "wrong-password" : rule)),
          () ->
              log.addUnknown(
                  Decided.refused(
                      Actor.ANONYMOUS,
                      ACTION,
                      AccountLog.unknown(),
                      rule == null ? "unknown-user" : rule)));
      return new Result.Wrong();
    });
  }
}
