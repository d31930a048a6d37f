package dev.gatehouse.registry.server;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.registry.text.StorableText;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a {@code server.json} document must look like: the schema of 2025-12-11, the registry's
 * rules that a schema cannot say, and limits. Used for every document, wherever it comes from.
 */
@Singleton
public class ServerRules {
  /** In characters of the document as text. */
  public static final int MAX_DOCUMENT = 256 * 1024;

  static final int MAX_DEPTH = 24;
  private static final int MAX_ERRORS = 20;
  private static final String SCHEMA = "/catalogue/server.schema.json";

  /** {@code ^1.2}, {@code >=1}, {@code 1.x}, {@code 1.*}, {@code 1 - 2}, {@code 1 || 2}. */
  private static final Pattern RANGE =
      Pattern.compile("^[\\^~<>=].*|.*[*|].*|.*\\s-\\s.*|(?:.*\\.)?[xX](?:\\..*)?");

  private final JsonSchema schema;

  ServerRules() {
    try (InputStream stream = ServerRules.class.getResourceAsStream(SCHEMA)) {
      schema =
          JsonSchemaFactory.getInstance(VersionFlag.V202012)
              .getSchema(
                  Objects.requireNonNull(stream, SCHEMA),
                  SchemaValidatorsConfig.builder()
                      .pathType(PathType.JSON_POINTER)
                      .formatAssertionsEnabled(true)
                      .build());
      schema.initializeValidators();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that is wrong, by JSON pointer into the document; empty if nothing is. */
  public List<FieldError> check(JsonNode document) {
    if (!(document instanceof ObjectNode)) {
      return List.of(new FieldError("", "must be a JSON object"));
    }
    if (depth(document) > MAX_DEPTH) {
      return List.of(new FieldError("", "must not be nested deeper than " + MAX_DEPTH));
    }
    if (document.toString().length() > MAX_DOCUMENT) {
      return List.of(new FieldError("", "must not have more than " + MAX_DOCUMENT + " characters"));
    }
    List<FieldError> errors = new ArrayList<>();
    schema.validate(document).stream()
        .filter(message -> !message.getType().equals("if"))
        .map(ServerRules::error)
        .forEach(errors::add);
    checkVersion("/version", document.path("version").asText(), errors);
    for (int i = 0; i < document.path("packages").size(); i++) {
      JsonNode version = document.path("packages").path(i).path("version");
      if (version.isTextual()) {
        String pointer = "/packages/" + i + "/version";
        checkVersion(pointer, version.asText(), errors);
        if (version.asText().equals("latest")) {
          errors.add(new FieldError(pointer, "must be a version, not latest"));
        }
      }
    }
    checkText("", document, errors);
    return errors.stream().distinct().limit(MAX_ERRORS).toList();
  }

  private static void checkVersion(String pointer, String version, List<FieldError> errors) {
    if (RANGE.matcher(version).matches()) {
      errors.add(new FieldError(pointer, "must be one version, not a range of versions"));
    }
  }

  /** PostgreSQL and people who read have no use for NUL and unpaired surrogates. */
  private static void checkText(String pointer, JsonNode node, List<FieldError> errors) {
    if (node.isTextual() && !StorableText.is(node.asText())) {
      errors.add(new FieldError(pointer, "must be well-formed text without NUL"));
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String inside = pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
      if (!StorableText.is(member.getKey())) {
        errors.add(new FieldError(pointer, "must not have a name that is no text"));
      } else {
        checkText(inside, member.getValue(), errors);
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      checkText(pointer + "/" + i, node.get(i), errors);
    }
  }

  private static int depth(JsonNode node) {
    int deepest = 0;
    for (JsonNode child : node) {
      deepest = Math.max(deepest, depth(child));
    }
    return deepest + 1;
  }

  private static FieldError error(ValidationMessage message) {
    String pointer = message.getInstanceLocation().toString();
    if (message.getType().equals("required")) {
      JsonPointer missing = JsonPointer.empty().appendProperty(message.getProperty());
      return new FieldError(pointer + missing, "is required");
    }
    String text = message.getMessage();
    int path = text.indexOf(": ");
    return new FieldError(pointer, path < 0 ? text : text.substring(path + 2));
  }
}
