package dev.gatehouse.registry.change;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Says of every change at this service's own API that it may presume a version ({@code If-Match},
 * RFC 9110 section 13.1.1). What the API of the official MCP registry has is not ours to add to.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class IfMatchDescription implements OASFilter {
  private static final String HEADER = "If-Match";

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document
        .getPaths()
        .getPathItems()
        .forEach((path, item) -> {
          if (path.startsWith("/api/")) {
            describe(item);
          }
        });
  }

  private static void describe(PathItem path) {
    for (Map.Entry<HttpMethod, Operation> entry : path.getOperations().entrySet()) {
      if (changes(entry.getKey()) && !describes(entry.getValue())) {
        entry.getValue().addParameter(ifMatch());
      }
    }
  }

  private static boolean changes(HttpMethod method) {
    return method == HttpMethod.PATCH || method == HttpMethod.PUT || method == HttpMethod.DELETE;
  }

  private static boolean describes(Operation operation) {
    List<Parameter> parameters = operation.getParameters();
    return parameters != null && parameters.stream().anyMatch(p -> HEADER.equals(p.getName()));
  }

  private static Parameter ifMatch() {
    return OASFactory.createParameter()
        .name(HEADER)
        .in(Parameter.In.HEADER)
        .required(false)
        .schema(OASFactory.createSchema().addType(SchemaType.STRING))
        .description("ETag of the version that the change presumes; 412 if it is another by now.");
  }
}
