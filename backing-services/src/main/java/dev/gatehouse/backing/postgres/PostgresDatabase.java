package dev.gatehouse.backing.postgres;

/**
 * One database with its two roles, made by {@link PostgresServer#ensure}.
 *
 * @param name of the database
 * @param owner role that owns the database and runs migrations; never a superuser
 * @param ownerPassword password of the owner
 * @param user role of the application; may connect, owns nothing, row-level security applies to it
 * @param password password of the application role
 */
public record PostgresDatabase(
    String name, String owner, String ownerPassword, String user, String password) {

  @Override
  public String toString() {
    return "PostgresDatabase[name=%s, owner=%s, user=%s]".formatted(name, owner, user);
  }
}
