package dev.gatehouse.launcher.stdio;

import dev.gatehouse.launcher.Failure;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Serves stdio servers until it is killed. A local run starts it by itself; in a cluster it is a
 * workload of its own. Its token is in the variable {@code GATEHOUSE_STDIO_RUNNER_TOKEN}.
 */
@Command(
    name = "stdio-runner",
    description = "Runs stdio servers for gateway and sync.",
    hidden = true,
    mixinStandardHelpOptions = true)
public final class StdioRunnerCommand implements Callable<Integer> {
  public static final String TOKEN = "GATEHOUSE_STDIO_RUNNER_TOKEN";

  /** Kept, because a logger that nobody holds forgets its level. */
  private static final Logger ROOT = Logger.getLogger("");

  @Option(
      names = "--allow",
      paramLabel = "FILE",
      required = true,
      description = "The command lines that may be started.")
  private Path allow;

  @Option(names = "--port", paramLabel = "PORT", required = true, description = "To listen on.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "To listen on; loopback unless set.")
  private String host;

  @Option(
      names = "--programs",
      paramLabel = "NUMBER",
      defaultValue = "64",
      description = "That run at the same time; 64 unless set.")
  private int programs;

  @Option(
      names = "--programs-per-organisation",
      paramLabel = "NUMBER",
      defaultValue = "16",
      description = "Those of them that one organisation may have; 16 unless set.")
  private int ofOneOrganisation;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public StdioRunnerCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    logToErrorOutput();
    String token = Optional.ofNullable(System.getenv(TOKEN)).orElse("");
    if (token.isBlank()) {
      throw new Failure("The stdio-runner needs a token in " + TOKEN + ".");
    }
    AllowList allowed = AllowList.read(allow);
    ProgramLimits limits = ProgramLimits.DEFAULTS.withPrograms(programs, ofOneOrganisation);
    Guard guard =
        Guard.find(limits)
            .orElseThrow(() ->
                new Failure(
                    "Programs cannot be kept from outliving the stdio-runner here: it needs Linux"
                        + " with setpriv, prlimit and unshare, and permission to make process"
                        + " namespaces."));
    Path folder = Files.createTempDirectory("gatehouse-stdio");
    StdioServer.start(Vertx.vertx(), host, port, token, allowed, guard, limits, folder)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    System.out.println("stdio-runner listens on " + host + ":" + port);
    new CountDownLatch(1).await();
    return 0;
  }

  /** Of a command that answers nothing, the log is all that there is to see. */
  private static void logToErrorOutput() {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
    ROOT.addHandler(new ConsoleHandler());
    ROOT.setLevel(Level.INFO);
  }
}
