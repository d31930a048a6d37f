package dev.gatehouse.launcher.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.UnaryOperator;

/** {@code state.json}. Several commands may change it at the same time, one after the other. */
public record StateFile(DataFolder folder) {

  /** What was written last; empty if nothing was. */
  public State read() {
    var file = folder.stateFile();
    try {
      return Files.exists(file)
          ? Json.mapper().readValue(Files.readAllBytes(file), State.class)
          : State.empty();
    } catch (JsonProcessingException e) {
      throw new Failure(file + " cannot be read; delete it to choose new ports.", e);
    } catch (IOException e) {
      throw Failure.of(e);
    }
  }

  /** Changes the state; the change is on the disk when this returns. */
  public State update(UnaryOperator<State> change) {
    try (var _ = Turn.take(folder, "state")) {
      var changed = change.apply(read());
      PrivateFile.write(
          folder.stateFile(),
          Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(changed));
      return changed;
    } catch (IOException e) {
      throw Failure.of(e);
    }
  }
}
