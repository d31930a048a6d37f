package dev.gatehouse.registry.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.json.Json;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

@Converter
class OAuthText implements AttributeConverter<@Nullable UpstreamOAuth, @Nullable String> {
  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable UpstreamOAuth oauth) {
    try {
      return oauth == null ? null : Json.mapper().writeValueAsString(oauth);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings of OAuth could not be written", e);
    }
  }

  @Override
  public @Nullable UpstreamOAuth convertToEntityAttribute(@Nullable String text) {
    try {
      return text == null ? null : Json.mapper().readValue(text, UpstreamOAuth.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored settings of OAuth cannot be read", e);
    }
  }
}
