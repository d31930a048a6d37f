package dev.gatehouse.registry.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.platform.json.Json;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

@Converter
class PublishedPartsText implements AttributeConverter<PublishedParts, String> {

  @Override
  public String convertToDatabaseColumn(PublishedParts parts) {
    try {
      return Json.mapper().writeValueAsString(parts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("parts of a gateway could not be written", e);
    }
  }

  @Override
  public PublishedParts convertToEntityAttribute(String text) {
    try {
      return Json.mapper().readValue(text, PublishedParts.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored parts of a gateway cannot be read", e);
    }
  }
}
