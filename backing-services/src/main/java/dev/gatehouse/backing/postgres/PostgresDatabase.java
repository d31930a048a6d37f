package dev.gatehouse.backing.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * One database with its two roles.
 *
 * @param name of the database
 * @param owner role that owns the database and runs migrations; never a superuser
 * @param ownerPassword password of the owner
 * @param user role of the application; may connect, owns nothing, row-level security applies to it
 * @param password password of the application role
 */
public record PostgresDatabase(
    String name, String owner, String ownerPassword, String user, String password) {

  /**
   * Makes the database and its roles, or brings their passwords and ownership to what is asked for.
   * Repeatable. What the database holds is not touched.
   *
   * @param superuser a connection that may make roles and databases; it stays open
   */
  public void ensureBy(Connection superuser) throws SQLException {
    ensureRole(superuser, owner, ownerPassword);
    ensureRole(superuser, user, password);
    if (!Sql.exists(superuser, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
      Sql.run(superuser, "CREATE DATABASE %I OWNER %I", name, owner);
    }
    Sql.run(superuser, "ALTER DATABASE %I OWNER TO %I", name, owner);
    Sql.run(superuser, "REVOKE ALL ON DATABASE %I FROM PUBLIC", name);
    Sql.run(superuser, "GRANT CONNECT ON DATABASE %I TO %I", name, user);
  }

  private static void ensureRole(Connection superuser, String role, String rolePassword)
      throws SQLException {
    if (!Sql.exists(superuser, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
      Sql.run(superuser, "CREATE ROLE %I", role);
    }
    Sql.run(
        superuser,
        "ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD %L",
        role,
        rolePassword);
  }

  @Override
  public String toString() {
    return "PostgresDatabase[name=%s, owner=%s, user=%s]".formatted(name, owner, user);
  }
}
