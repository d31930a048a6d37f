package dev.gatehouse.registry.starter;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.registry.connector.ConnectorCreation.Wanted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach a server, as a connector.
 *
 * @param kind {@code remote} or {@code package}
 * @param index among the document's remotes or packages
 * @param transport of the connector
 * @param target URL or command line, with the variables that are not filled in yet
 * @param unavailable why it cannot be used here; null if it can
 * @param inputs what has to be said or may be
 * @param wanted the connector with what was given
 * @param errors what of it is wrong or missing
 */
record Option(
    String kind,
    int index,
    String transport,
    String target,
    @Nullable String unavailable,
    List<Input> inputs,
    @JsonIgnore Wanted wanted,
    @JsonIgnore List<FieldError> errors) {

  /** What was given may be secret. */
  @Override
  public String toString() {
    return "Option[kind=" + kind + ", index=" + index + ", transport=" + transport + "]";
  }
}
