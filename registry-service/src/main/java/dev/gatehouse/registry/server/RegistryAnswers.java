package dev.gatehouse.registry.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.problem.Problem.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers of the registry API as the OpenAPI document describes them. They are written as text,
 * because documents go out as they are stored.
 */
final class RegistryAnswers {
  private RegistryAnswers() {}

  /**
   * A version of a server.
   *
   * @param server the document
   * @param _meta what the registry knows of it
   */
  record ServerResponse(JsonNode server, JsonNode _meta) {}

  record Metadata(int count, @Nullable String nextCursor) {}

  record ServerList(List<ServerResponse> servers, Metadata metadata) {}

  record AllVersionsStatusResponse(int updatedCount, List<ServerResponse> servers) {}

  /**
   * An error.
   *
   * @param error what is wrong
   */
  record RegistryError(
      String error,
      String type,
      String title,
      int status,
      @Nullable String traceId,
      @Nullable List<FieldError> errors) {}
}
