package dev.gatehouse.auth.login;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes accounts with a password for people who were asked to. */
@ApplicationScoped
public class NewAccount {
  /** No {@code @}: such names are those of accounts at providers. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,63}");

  private static final int SHORTEST = 12;
  private static final int LONGEST = 800;

  private final UserRepository users;
  private final Passwords passwords;
  private final AuditLog audit;
  private final Transactions transactions;

  NewAccount(UserRepository users, Passwords passwords, AuditLog audit, Transactions transactions) {
    this.audit = audit;
    this.users = users;
    this.passwords = passwords;
    this.transactions = transactions;
  }

  /** An account whose password has been hashed, which takes too long for a transaction. */
  public interface Prepared {
    /**
     * Keeps it, part of the transaction of the organisation that it is made for, which finds a
     * record of it in its trail.
     */
    User create(String organisation);
  }

  /** What is wrong with the wishes, in words for the person; empty if nothing is. */
  public Optional<String> flaw(String username, @Nullable String password) {
    if (!NAME.matcher(username).matches()) {
      return Optional.of("A user name has 2 to 64 letters, digits, dots, hyphens or underscores.");
    }
    if (password == null || password.length() < SHORTEST || password.length() > LONGEST) {
      return Optional.of("The password needs at least " + SHORTEST + " characters.");
    }
    return transactions.asPlatform(() -> users.findByUsername(username)).isPresent()
        ? Optional.of("This user name is taken.")
        : Optional.empty();
  }

  public Prepared prepare(String username, String password) {
    User user = User.chosen(username, passwords.hash(password));
    return organisation -> {
      users.persist(user);
      audit.add(
          organisation,
          Decided.done(Decided.user(user.id), Users.CREATE, AccountLog.target(user))
              .with("by", "invitation"));
      return user;
    };
  }
}
