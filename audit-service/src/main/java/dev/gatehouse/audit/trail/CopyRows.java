package dev.gatehouse.audit.trail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * Writes rows in the binary format of PostgreSQL's {@code COPY}, a piece at a time: PostgreSQL
 * works on the first ones while the last are made.
 */
final class CopyRows {
  private static final byte[] SIGNATURE =
      "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int PIECE = 1 << 16;
  private static final int LARGEST_FIXED = 32;

  /** PostgreSQL counts from there. */
  private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);

  private static final Instant FIRST_MOMENT = FIRST_DAY.atStartOfDay().toInstant(ZoneOffset.UTC);

  private final CopyIn copy;
  private final ByteBuffer piece = ByteBuffer.allocate(PIECE);

  CopyRows(CopyIn copy) {
    this.copy = copy;
    piece.put(SIGNATURE).putInt(0).putInt(0);
  }

  /** The next ones are the columns of a row. */
  void row(int columns) throws SQLException {
    room(LARGEST_FIXED).putShort((short) columns);
  }

  void text(@Nullable String value) throws SQLException {
    bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  void bytes(byte @Nullable [] value) throws SQLException {
    if (value == null) {
      absent();
      return;
    }
    room(LARGEST_FIXED).putInt(value.length);
    if (value.length <= piece.capacity()) {
      room(value.length).put(value);
    } else {
      send();
      copy.writeToCopy(value, 0, value.length);
    }
  }

  void uuid(@Nullable UUID value) throws SQLException {
    if (value == null) {
      absent();
    } else {
      room(LARGEST_FIXED)
          .putInt(2 * Long.BYTES)
          .putLong(value.getMostSignificantBits())
          .putLong(value.getLeastSignificantBits());
    }
  }

  void bigint(@Nullable Long value) throws SQLException {
    if (value == null) {
      absent();
    } else {
      room(LARGEST_FIXED).putInt(Long.BYTES).putLong(value);
    }
  }

  void date(LocalDate value) throws SQLException {
    room(LARGEST_FIXED)
        .putInt(Integer.BYTES)
        .putInt((int) (value.toEpochDay() - FIRST_DAY.toEpochDay()));
  }

  /** In microseconds. */
  void time(Instant value) throws SQLException {
    bigint(ChronoUnit.MICROS.between(FIRST_MOMENT, value));
  }

  void truth(boolean value) throws SQLException {
    room(LARGEST_FIXED).putInt(1).put((byte) (value ? 1 : 0));
  }

  /** After the last row. */
  void end() throws SQLException {
    room(LARGEST_FIXED).putShort((short) -1);
    send();
    copy.endCopy();
  }

  private void absent() throws SQLException {
    room(LARGEST_FIXED).putInt(-1);
  }

  private ByteBuffer room(int bytes) throws SQLException {
    if (piece.remaining() < bytes) {
      send();
    }
    return piece;
  }

  private void send() throws SQLException {
    copy.writeToCopy(piece.array(), 0, piece.position());
    piece.clear();
  }
}
