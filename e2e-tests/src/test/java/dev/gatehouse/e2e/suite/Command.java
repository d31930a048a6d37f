package dev.gatehouse.e2e.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The {@code gatehouse} command as a person or a script runs it: by its path, with no stdin,
 * reading both streams to their end. A command that leaves a stream open behind it never returns
 * here.
 */
public final class Command {
  /** The folder that holds the {@code gatehouse} script. */
  public static final Path HOME = Path.of(System.getProperty("gatehouse.home")).toAbsolutePath();

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private Command() {}

  /** What a command printed and how it ended. */
  public record Result(List<String> command, int exitCode, String out, String err) {
    public String output() {
      return out + err;
    }

    /** What a person has to see when a test of this command fails. */
    public String describe() {
      return "%s ended with %d%n--- stdout%n%s--- stderr%n%s"
          .formatted(String.join(" ", command), exitCode, out, err);
    }
  }

  /** Runs {@code gatehouse} with these arguments. */
  public static Result gatehouse(String... arguments) {
    return gatehouse(Map.of(), arguments);
  }

  /** The same with more in its environment. */
  static Result gatehouse(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(HOME.resolve("gatehouse").toString()));
    command.addAll(List.of(arguments));
    return run(environment, command);
  }

  /** Runs any command line, such as one that first takes something away from the machine. */
  public static Result run(List<String> command) {
    return run(Map.of(), command);
  }

  private static Result run(Map<String, String> environment, List<String> command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(HOME.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      CompletableFuture<String> out = readToEnd(process.getInputStream());
      CompletableFuture<String> err = readToEnd(process.getErrorStream());
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", command) + " did not end within " + LIMIT);
      }
      return new Result(command, process.exitValue(), text(command, out), text(command, err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String text(List<String> command, CompletableFuture<String> stream)
      throws InterruptedException {
    try {
      return stream.get(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(
          String.join(" ", command) + " has ended, but what it started still holds its output", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CompletableFuture<String> readToEnd(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try (stream) {
            text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            text.completeExceptionally(e);
          }
        });
    return text;
  }
}
