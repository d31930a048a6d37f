package dev.gatehouse.registry.source;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Something that public servers come from. */
sealed interface Source {
  String name();

  /** Another registry. */
  record Registry(String name, URI url, Duration every) implements Source {}

  /** A file of the operator. */
  record LinesFile(String name, Path path) implements Source {}

  /** What Gatehouse ships. */
  record Start() implements Source {
    @Override
    public String name() {
      return Intake.START;
    }
  }
}
