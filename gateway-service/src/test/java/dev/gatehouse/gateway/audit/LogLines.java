package dev.gatehouse.gateway.audit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class says in the log meanwhile. */
final class LogLines extends Handler implements AutoCloseable {
  private final Logger logger;
  private final List<String> errors = new CopyOnWriteArrayList<>();

  private LogLines(Logger logger) {
    this.logger = logger;
  }

  static LogLines of(Class<?> who) {
    LogLines lines = new LogLines(Logger.getLogger(who.getName()));
    lines.logger.addHandler(lines);
    return lines;
  }

  List<String> errors() {
    return List.copyOf(errors);
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() > Level.WARNING.intValue()) {
      errors.add(record.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
