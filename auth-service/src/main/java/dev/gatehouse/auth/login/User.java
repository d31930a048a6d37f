package dev.gatehouse.auth.login;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A person. */
@Entity
@Table(name = "user_account")
public class User {
  @Id String id;
  String username;
  @Nullable String passwordHash;
  boolean passwordChanged;
  Instant createdAt;

  @SuppressWarnings("NullAway.Init")
  protected User() {}

  User(String username, @Nullable String passwordHash) {
    this.id = UuidCreator.getTimeOrderedEpoch().toString();
    this.username = username;
    this.passwordHash = passwordHash;
    this.passwordChanged = false;
    this.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** An account whose password the person has chosen. */
  static User chosen(String username, String passwordHash) {
    User user = new User(username.toLowerCase(Locale.ROOT), passwordHash);
    user.passwordChanged = true;
    return user;
  }

  public String id() {
    return id;
  }

  public String username() {
    return username;
  }

  /** Whether the password is no longer the one that the account was made with. */
  public boolean passwordChanged() {
    return passwordChanged;
  }

  void changePassword(String hash) {
    passwordHash = hash;
    passwordChanged = true;
  }
}
