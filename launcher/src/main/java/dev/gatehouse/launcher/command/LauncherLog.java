package dev.gatehouse.launcher.command;

import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.data.DataFolder;
import java.io.IOException;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Where what this JVM logs, Kafka above all, goes: to a file, never to the screen. */
public final class LauncherLog {

  private static final int LARGEST = 5 << 20;
  private static final int FILES = 2;

  /** Kept, because a logger that nobody holds forgets its level. */
  private static final Logger ROOT = Logger.getLogger("");

  private LauncherLog() {}

  static void to(DataFolder folder) {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s [%3$s] %5$s%6$s%n");
    LogManager.getLogManager().reset();
    try {
      var file = new FileHandler(folder.log("launcher").toString(), LARGEST, FILES, true);
      file.setFormatter(new SimpleFormatter());
      ROOT.addHandler(file);
      ROOT.setLevel(Level.WARNING);
    } catch (IOException e) {
      throw Failure.of(e);
    }
  }

  /** Nowhere, until a folder is known: on the screen is nothing but the answer. */
  public static void off() {
    LogManager.getLogManager().reset();
  }
}
