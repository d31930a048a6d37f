package dev.gatehouse.registry.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.json.Json;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** A document as its text: order of members and form of numbers stay as the upstream sent them. */
@Converter
public class JsonText implements AttributeConverter<@Nullable JsonNode, @Nullable String> {

  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable JsonNode document) {
    return document == null ? null : document.toString();
  }

  @Override
  public @Nullable JsonNode convertToEntityAttribute(@Nullable String text) {
    try {
      return text == null ? null : Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored document is no JSON", e);
    }
  }
}
