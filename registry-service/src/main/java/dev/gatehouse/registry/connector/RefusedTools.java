package dev.gatehouse.registry.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedTool;
import dev.gatehouse.platform.json.Json;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

@Converter
class RefusedTools implements AttributeConverter<List<RefusedTool>, String> {
  private static final TypeReference<List<RefusedTool>> TYPE = new TypeReference<>() {};

  @Override
  public String convertToDatabaseColumn(List<RefusedTool> tools) {
    try {
      return Json.mapper().writeValueAsString(tools);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("refused tools could not be written", e);
    }
  }

  @Override
  public List<RefusedTool> convertToEntityAttribute(String text) {
    try {
      return Json.mapper().readValue(text, TYPE);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored refused tools cannot be read", e);
    }
  }
}
