package dev.gatehouse.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** Why a command cannot do what it was asked to, as one sentence for the person who asked. */
public final class Failure extends RuntimeException {

  /** A failure whose sentence says everything. */
  public Failure(String sentence) {
    super(sentence);
  }

  /** A failure with its cause, which goes to the log and not to the screen. */
  public Failure(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** Turns what the file system or a part of the suite threw into a sentence. */
  public static Failure of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Failure sentence) {
        return sentence;
      }
      var known = sentence(cause);
      if (known != null) {
        return new Failure(known, failure);
      }
    }
    return new Failure(first(String.valueOf(failure.getMessage())), failure);
  }

  private static @Nullable String sentence(Throwable cause) {
    var message = String.valueOf(cause.getMessage());
    if (cause instanceof IOException && message.contains("No space left")) {
      return "The disk is full: free some space, or choose another folder with --data.";
    }
    if (cause instanceof AccessDeniedException || message.contains("Read-only file system")) {
      var file = cause instanceof FileSystemException named ? named.getFile() : message;
      return "There is no permission to write " + file + "; choose another folder with --data.";
    }
    return null;
  }

  private static String first(String message) {
    return message.isEmpty() ? "Something unexpected happened." : message;
  }
}
