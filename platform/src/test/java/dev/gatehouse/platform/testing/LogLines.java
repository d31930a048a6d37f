package dev.gatehouse.platform.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What is written to the log while this is open. */
public final class LogLines extends Handler implements AutoCloseable {
  private final Logger logger;
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  private LogLines(Logger logger) {
    this.logger = logger;
    logger.addHandler(this);
  }

  /** By one class. */
  public static LogLines of(Class<?> who) {
    return new LogLines(Logger.getLogger(who.getName()));
  }

  /** By everybody. */
  public static LogLines all() {
    return new LogLines(Logger.getLogger(""));
  }

  public List<String> lines() {
    return lines(_ -> true);
  }

  public List<String> errors() {
    return lines(record -> record.getLevel().intValue() > Level.WARNING.intValue());
  }

  /** Warnings, errors, and whatever comes with a stack trace. */
  public List<String> warnings() {
    return lines(record ->
        record.getLevel().intValue() >= Level.WARNING.intValue() || record.getThrown() != null);
  }

  private List<String> lines(Predicate<LogRecord> wanted) {
    return records.stream().filter(wanted).map(LogLines::line).toList();
  }

  private static String line(LogRecord record) {
    String message = ExtLogRecord.wrap(record).getFormattedMessage();
    return record.getLoggerName()
        + ": "
        + message
        + (record.getThrown() == null ? "" : " " + record.getThrown());
  }

  @Override
  public void publish(LogRecord record) {
    records.add(record);
  }

  @Override
  public void flush() {
    // Lines are kept as they come.
  }

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
