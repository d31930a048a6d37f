package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.platform.event.DiscoveryEvent.Flag;
import dev.gatehouse.platform.json.Json;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

@Converter
class FlagsText implements AttributeConverter<List<Flag>, String> {
  private static final TypeReference<List<Flag>> TYPE = new TypeReference<>() {};

  @Override
  public String convertToDatabaseColumn(List<Flag> flags) {
    try {
      return Json.mapper().writeValueAsString(flags);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("flags could not be written", e);
    }
  }

  @Override
  public List<Flag> convertToEntityAttribute(String text) {
    try {
      return Json.mapper().readValue(text, TYPE);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored flags cannot be read", e);
    }
  }
}
