package dev.gatehouse.auth.login;

import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;

/** Signed-in browsers, on the server: a session can be ended here whatever the browser keeps. */
@ApplicationScoped
public class Sessions {
  private final BrowserSessionRepository sessions;
  private final UserRepository users;
  private final SessionConfig config;
  private final Transactions transactions;

  Sessions(
      BrowserSessionRepository sessions,
      UserRepository users,
      SessionConfig config,
      Transactions transactions) {
    this.sessions = sessions;
    this.users = users;
    this.config = config;
    this.transactions = transactions;
  }

  /** Who is signed in at this browser. */
  public Optional<User> user(Browser browser) {
    return user(browser, Instant.EPOCH);
  }

  /** Who is signed in at this browser, and has authenticated since a moment. */
  public Optional<User> user(Browser browser, Instant since) {
    String token = browser.session();
    return token == null
        ? Optional.empty()
        : transactions.asPlatform(() ->
            sessions
                .alive(OpaqueToken.hash(token))
                .filter(session -> !session.authTime.isBefore(since))
                .flatMap(session -> users.findByIdOptional(session.userId)));
  }

  /**
   * A new session, never one that the browser had before.
   *
   * @param authTime when the person authenticated
   */
  @Transactional(Transactional.TxType.MANDATORY)
  OpaqueToken start(User user, Instant authTime) {
    OpaqueToken token = OpaqueToken.generate();
    Instant now = Instant.now();
    sessions.persist(
        new BrowserSession(token.hash(), user.id, now, authTime, now.plus(config.lifetime())));
    return token;
  }

  @Transactional(Transactional.TxType.MANDATORY)
  void end(String token) {
    sessions.deleteById(OpaqueToken.hash(token));
  }

  @Transactional(Transactional.TxType.MANDATORY)
  void endAll(User user) {
    sessions.delete("userId", user.id);
  }
}
