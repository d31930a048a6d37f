package dev.gatehouse.platform.openapi;

import dev.gatehouse.platform.problem.Problem;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Says of every operation what holds for all of them: errors of REST endpoints are problems (RFC
 * 9457). OAuth endpoints and pages have errors of their own.
 */
public class CommonDescription implements OASFilter {
  private static final String PROBLEM = "Problem";

  /** Where errors are problems. */
  private static final Set<String> REST = Set.of("/api/", "/internal/");

  /** The scanner would describe the getters of Jackson's classes. */
  private static final Set<String> ANY_JSON = Set.of("JsonNode", "ObjectNode");

  @Override
  public void filterOpenAPI(OpenAPI document) {
    if (document.getComponents() == null) {
      document.setComponents(OASFactory.createComponents());
    }
    document.getComponents().addSchema(PROBLEM, problem());
    for (String any : ANY_JSON) {
      if (document.getComponents().getSchemas().containsKey(any)) {
        document
            .getComponents()
            .addSchema(any, OASFactory.createSchema().description("Any JSON, as it came."));
      }
    }
    if (document.getPaths() != null && document.getPaths().getPathItems() != null) {
      document.getPaths().getPathItems().forEach(CommonDescription::describe);
    }
  }

  private static void describe(String path, PathItem item) {
    for (Operation operation : item.getOperations().values()) {
      if (operation.getResponses() == null) {
        operation.setResponses(OASFactory.createAPIResponses());
      }
      if (operation.getResponses().getDefaultValue() == null // else it has errors of its own
          && REST.stream().anyMatch(path::startsWith)) {
        operation.getResponses().setDefaultValue(problemResponse());
      }
      APIResponse error = operation.getResponses().getDefaultValue();
      if (error != null) {
        operation
            .getResponses()
            .getAPIResponses()
            .forEach((status, response) -> describeError(status, response, error.getContent()));
      }
      operation.getResponses().getAPIResponses().values().forEach(CommonDescription::nameMediaType);
    }
  }

  /** The scanner does not know that everything here is JSON. */
  private static void nameMediaType(APIResponse response) {
    Content content = response.getContent();
    if (content != null && content.hasMediaType("*/*")) {
      content.addMediaType(MediaType.APPLICATION_JSON, content.getMediaType("*/*"));
      content.removeMediaType("*/*");
    }
  }

  /** The scanner knows that some errors may occur, but not what they look like. */
  private static void describeError(String status, APIResponse response, Content error) {
    if ((status.startsWith("4") || status.startsWith("5")) && response.getContent() == null) {
      response.setContent(error);
    }
  }

  private static APIResponse problemResponse() {
    return OASFactory.createAPIResponse()
        .description("What went wrong (RFC 9457).")
        .content(
            OASFactory.createContent()
                .addMediaType(
                    Problem.MEDIA_TYPE,
                    OASFactory.createMediaType()
                        .schema(OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM))));
  }

  private static Schema problem() {
    Schema error =
        type(SchemaType.OBJECT)
            .addProperty("pointer", type(SchemaType.STRING).description("JSON Pointer (RFC 6901)"))
            .addProperty("detail", type(SchemaType.STRING))
            .required(List.of("pointer", "detail"));
    return type(SchemaType.OBJECT)
        .addProperty("type", type(SchemaType.STRING).format("uri"))
        .addProperty("title", type(SchemaType.STRING))
        .addProperty("status", type(SchemaType.INTEGER))
        .addProperty("detail", type(SchemaType.STRING))
        .addProperty("traceId", type(SchemaType.STRING))
        .addProperty("errors", type(SchemaType.ARRAY).items(error))
        .required(List.of("type", "title", "status"));
  }

  private static Schema type(SchemaType type) {
    return OASFactory.createSchema().addType(type);
  }
}
