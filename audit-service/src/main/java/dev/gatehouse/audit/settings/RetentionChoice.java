package dev.gatehouse.audit.settings;

import dev.gatehouse.audit.settings.SettingsDocument.Retention;
import dev.gatehouse.audit.trail.RetentionClass;
import dev.gatehouse.platform.tenancy.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which class a record goes to, as its organisation wants it; known anew after half a minute at
 * most. While it cannot be read, what was known holds. Before it has been read for the first time
 * nothing is known, and no record gets a class: it could be one that is dropped years too early.
 */
@ApplicationScoped
public class RetentionChoice {
  private static final Logger LOG = Logger.getLogger(RetentionChoice.class);
  private static final long GOOD_FOR_NANOS = 30_000_000_000L;

  private final SettingsStore store;
  private final Tenancy tenancy;
  private volatile @Nullable Map<String, SettingsDocument> known;
  private volatile long readAt = System.nanoTime() - GOOD_FOR_NANOS - 1;

  RetentionChoice(SettingsStore store, Tenancy tenancy) {
    this.store = store;
    this.tenancy = tenancy;
  }

  /** Whether records can be given a class. */
  public boolean isKnown() {
    return known != null;
  }

  /**
   * Reads it, if it has not been read since the start.
   *
   * @throws SQLException it cannot be read
   */
  public synchronized void learn() throws SQLException {
    if (known == null) {
      known = tenancy.asPlatform(store::all);
      readAt = System.nanoTime();
    }
  }

  /**
   * @throws IllegalStateException it is not known, see {@link #learn}
   */
  public RetentionClass of(String organisation, String action) {
    if (System.nanoTime() - readAt > GOOD_FOR_NANOS) {
      read();
    }
    Map<String, SettingsDocument> all = known;
    if (all == null) {
      throw new IllegalStateException("how long records are to be kept is not known yet");
    }
    SettingsDocument settings = all.get(organisation);
    if (settings == null) {
      return RetentionClass.STANDARD;
    }
    Retention retention = Objects.requireNonNullElse(settings.retention(), Retention.DEFAULT);
    RetentionClass wanted =
        switch (action) {
          case "tool.call",
              "resource.read",
              "resource.subscribe",
              "prompt.get",
              "completion.complete" ->
              retention.calls();
          case "audit.read", "audit.verify", "audit.export" -> retention.reads();
          default -> retention.changes();
        };
    return Objects.requireNonNullElse(wanted, RetentionClass.STANDARD);
  }

  private synchronized void read() {
    if (System.nanoTime() - readAt <= GOOD_FOR_NANOS) {
      return;
    }
    readAt = System.nanoTime();
    try {
      known = tenancy.asPlatform(store::all);
    } catch (SQLException e) {
      LOG.warnf("Settings of retention cannot be read; those known hold: %s", e.getMessage());
    }
  }

  /** Reads it anew at the next record. */
  void forget() {
    readAt = System.nanoTime() - GOOD_FOR_NANOS - 1;
  }
}
