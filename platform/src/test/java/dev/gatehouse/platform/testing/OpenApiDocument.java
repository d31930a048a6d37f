package dev.gatehouse.platform.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.gatehouse.platform.json.Json;
import io.restassured.RestAssured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/** The OpenAPI document that the running service serves, and what it promises of answers. */
public final class OpenApiDocument {
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final Map<String, OpenApiDocument> KNOWN = new ConcurrentHashMap<>();

  private final ObjectNode document;

  /**
   * One operation.
   *
   * @param path as a template, such as {@code /api/gateways/{id}}
   * @param method in capitals
   */
  public record Operation(String path, String method, JsonNode description) {
    private Pattern pattern() {
      return Pattern.compile(path.replaceAll("\\{[^/]+}", "[^/]+"));
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private OpenApiDocument(ObjectNode document) {
    this.document = document;
    JsonNode schemas = document.at("/components/schemas");
    schemas.forEach(OpenApiDocument::close);
  }

  /** That of the service under test. */
  public static OpenApiDocument current() {
    String url = ConfigProvider.getConfig().getValue("test.management.url", String.class);
    return KNOWN.computeIfAbsent(url, OpenApiDocument::fetch);
  }

  private static OpenApiDocument fetch(String management) {
    String text =
        RestAssured.given()
            .get(management.replaceFirst("/$", "") + "/openapi?format=json")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    try {
      return new OpenApiDocument((ObjectNode) Json.mapper().readTree(text));
    } catch (Exception e) {
      throw new IllegalStateException("no OpenAPI document", e);
    }
  }

  /** All operations, in the order of the document. */
  public List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    for (var path : document.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        if (method.getValue().isObject() && method.getValue().has("responses")) {
          all.add(new Operation(path.getKey(), method.getKey().toUpperCase(), method.getValue()));
        }
      }
    }
    return all;
  }

  /** The operation that a request goes to; a path without parameters comes first. */
  public Optional<Operation> find(String method, String path) {
    return operations().stream()
        .filter(o -> o.method().equals(method) && o.pattern().matcher(path).matches())
        .min((a, b) ->
            Boolean.compare(a.path().contains("{"), b.path().contains("{")) != 0
                ? Boolean.compare(a.path().contains("{"), b.path().contains("{"))
                : Long.compare(braces(a.path()), braces(b.path())));
  }

  private static long braces(String path) {
    return path.chars().filter(c -> c == '{').count();
  }

  /** What does not fit the description; empty if the answer is as described. */
  public List<String> violations(Operation operation, int status, String type, String body) {
    JsonNode responses = operation.description().path("responses");
    JsonNode response = responses.path(String.valueOf(status));
    if (response.isMissingNode() && status >= 400) {
      response = responses.path("default");
    }
    if (response.isMissingNode()) {
      return List.of("status " + status + " is not described");
    }
    JsonNode content = response.path("content");
    if (body.isEmpty()) {
      return content.isEmpty() || status == 204 ? List.of() : List.of("the body is missing");
    }
    String media = type == null ? "" : type.replaceFirst(";.*", "").strip();
    if (!content.has(media)) {
      return List.of(
          "content type '%s' is not described for %d but %s".formatted(media, status, content));
    }
    JsonNode schema = content.path(media).path("schema");
    return schema.isMissingNode() ? List.of("there is no schema") : validate(schema, body);
  }

  private List<String> validate(JsonNode schema, String body) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.path("components"));
    try {
      JsonSchema validator = SCHEMAS.getSchema(whole);
      return validator.validate(Json.mapper().readTree(body)).stream()
          .map(Object::toString)
          .toList();
    } catch (Exception e) {
      return List.of("the body is no JSON: " + e.getMessage());
    }
  }

  /** A member that is not described does not fit: else a wrong name would never be found. */
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      if (object.path("properties").isObject()
          && !object.has("additionalProperties")
          && !object.has("allOf")) {
        object.put("additionalProperties", false);
      }
      object.properties().forEach(member -> close(member.getValue()));
    } else if (schema instanceof ArrayNode array) {
      array.forEach(OpenApiDocument::close);
    }
  }
}
