package dev.gatehouse.launcher.command;

import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.launcher.suite.LocalRun;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The option {@code --data}, which every command takes, and the folder of the program itself: the
 * system property {@code gatehouse.home}, else the variable {@code GATEHOUSE_HOME}, else the
 * working folder. Below it the services are found as {@code <module>/target/quarkus-app}.
 */
final class DataOption {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder that holds everything; .gatehouse beside the program unless set.")
  private @Nullable Path data;

  DataFolder folder() {
    return DataFolder.of(data == null ? home().resolve(".gatehouse") : data);
  }

  /** The suite of the folder. */
  LocalRun run() {
    return new LocalRun(folder(), home());
  }

  static Path home() {
    var home =
        Optional.ofNullable(System.getProperty("gatehouse.home"))
            .or(() -> Optional.ofNullable(System.getenv("GATEHOUSE_HOME")))
            .orElse("");
    return Path.of(home).toAbsolutePath().normalize();
  }
}
