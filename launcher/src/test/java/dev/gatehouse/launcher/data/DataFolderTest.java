package dev.gatehouse.launcher.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.launcher.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @TempDir private Path temp;

  @Test
  void isReadableByItsOwnerOnly() throws Exception {
    var folder = DataFolder.of(temp.resolve("a b/data"));

    folder.prepare();

    assertThat(Files.getPosixFilePermissions(folder.path()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(folder.keys()).isDirectory();
    assertThat(Files.readString(folder.file("version"))).isEqualTo("1\n");
  }

  @Test
  void mayBePreparedAgain() {
    var folder = DataFolder.of(temp.resolve("data"));
    folder.prepare();

    folder.prepare();

    assertThat(folder.logs()).isDirectory();
  }

  @Test
  void refusesDataOfANewerVersion() throws Exception {
    Files.writeString(temp.resolve("version"), "2\n");

    assertThatThrownBy(DataFolder.of(temp)::prepare)
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith(temp + " was written by a newer Gatehouse (data version 2,");
    assertThat(temp.resolve("keys")).doesNotExist();
  }

  @Test
  void refusesAVersionThatIsNoNumber() throws Exception {
    Files.writeString(temp.resolve("version"), "latest");

    assertThatThrownBy(DataFolder.of(temp)::prepare)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("does not hold a version number");
  }

  @Test
  void refusesAFileInPlaceOfTheFolder() throws Exception {
    var file = Files.createFile(temp.resolve("file"));

    assertThatThrownBy(DataFolder.of(file)::prepare)
        .isInstanceOf(Failure.class)
        .hasMessage(file + " is a file, and a folder is needed there.");
  }

  @Test
  void isLockedForOneAtATime() {
    var folder = DataFolder.of(temp);

    try (var first = DataLock.take(folder).orElseThrow()) {
      assertThat(DataLock.take(folder)).isEmpty();
    }

    try (var next = DataLock.take(folder).orElseThrow()) {
      assertThat(next).isNotNull();
    }
  }
}
