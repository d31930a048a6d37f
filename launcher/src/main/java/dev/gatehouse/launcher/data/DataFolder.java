package dev.gatehouse.launcher.data;

import dev.gatehouse.launcher.Failure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder that holds everything of a local run. */
public record DataFolder(Path path) {

  /** Layout of the folder that this version writes and reads. */
  public static final int VERSION = 1;

  private static final long NEEDED_BYTES = 512L << 20;

  /** The folder with an absolute path, so that it means the same in every process. */
  public static DataFolder of(Path path) {
    return new DataFolder(path.toAbsolutePath().normalize());
  }

  /**
   * Makes the folder ready for a start.
   *
   * @throws Failure if it cannot be written, has no space, or belongs to a newer version
   */
  public void prepare() {
    try {
      refuseNewer();
      PrivateFile.createFolder(path);
      for (Path folder : List.of(keys(), logs(), spool())) {
        PrivateFile.createFolder(folder);
      }
      refuseFullDisk();
      var probe = file(".write-test");
      Files.writeString(probe, "x");
      Files.delete(probe);
      PrivateFile.write(versionFile(), (VERSION + "\n").getBytes());
    } catch (FileAlreadyExistsException e) {
      throw new Failure(e.getFile() + " is a file, and a folder is needed there.", e);
    } catch (IOException e) {
      throw Failure.of(e);
    }
  }

  /**
   * Checks that this version understands what is in the folder.
   *
   * @throws Failure if a newer version wrote it
   */
  public void refuseNewer() {
    if (!Files.exists(versionFile())) {
      return;
    }
    try {
      int found = Integer.parseInt(Files.readString(versionFile()).strip());
      if (found > VERSION) {
        throw new Failure(
            ("%s was written by a newer Gatehouse (data version %d, this one knows %d): use that"
                    + " version, or another folder with --data.")
                .formatted(path, found, VERSION));
      }
    } catch (NumberFormatException e) {
      throw new Failure(versionFile() + " does not hold a version number.", e);
    } catch (IOException e) {
      throw Failure.of(e);
    }
  }

  private void refuseFullDisk() throws IOException {
    long usable = Files.getFileStore(path).getUsableSpace();
    long needed = Files.exists(stateFile()) ? NEEDED_BYTES / 4 : NEEDED_BYTES;
    if (usable < needed) {
      throw new Failure(
          ("The disk of %s is full: %d MB are free and %d MB are needed; free some, or choose"
                  + " another folder with --data.")
              .formatted(path, usable >> 20, needed >> 20));
    }
  }

  public Path file(String name) {
    return path.resolve(name);
  }

  public Path keys() {
    return path.resolve("keys");
  }

  public Path logs() {
    return path.resolve("logs");
  }

  /** The log of a service or of the launcher itself. */
  public Path log(String name) {
    return logs().resolve(name + ".log");
  }

  public Path spool() {
    return path.resolve("spool");
  }

  public Path postgres() {
    return path.resolve("postgres");
  }

  public Path kafka() {
    return path.resolve("kafka");
  }

  public Path vault() {
    return path.resolve("vault");
  }

  /** The operator's list of stdio servers that may be started; there is none unless made. */
  public Path stdioCommands() {
    return path.resolve("stdio.json");
  }

  /**
   * The operator's servers for the catalogue, one document a line; there are none unless put there.
   */
  public Path servers() {
    return path.resolve("servers.jsonl");
  }

  public Path stateFile() {
    return path.resolve("state.json");
  }

  public Path endpointsFile() {
    return path.resolve("endpoints.json");
  }

  private Path versionFile() {
    return path.resolve("version");
  }
}
