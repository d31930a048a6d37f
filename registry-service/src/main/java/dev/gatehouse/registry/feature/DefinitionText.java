package dev.gatehouse.registry.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.json.Json;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** A definition as text: the order of its members stays as the upstream sent them. */
@Converter
class DefinitionText implements AttributeConverter<JsonNode, String> {

  @Override
  public String convertToDatabaseColumn(JsonNode definition) {
    return definition.toString();
  }

  @Override
  public JsonNode convertToEntityAttribute(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored definition is no JSON", e);
    }
  }
}
