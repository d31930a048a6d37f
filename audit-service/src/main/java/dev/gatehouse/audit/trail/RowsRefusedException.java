package dev.gatehouse.audit.trail;

import java.sql.SQLException;

/** PostgreSQL will not take one of the rows, however often they are sent: the data is at fault. */
public final class RowsRefusedException extends Exception {

  RowsRefusedException(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  /** Class 22 is a data exception, 23 a violated constraint, 54 a program limit exceeded. */
  static boolean isCause(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
  }
}
