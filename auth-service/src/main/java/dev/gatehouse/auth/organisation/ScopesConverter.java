package dev.gatehouse.auth.organisation;

import dev.gatehouse.platform.identity.Scope;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Scopes as the space-separated list that OAuth knows (RFC 6749 section 3.3). */
@Converter
public class ScopesConverter implements AttributeConverter<Set<Scope>, String> {

  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable Set<Scope> scopes) {
    return scopes == null ? null : Scope.format(scopes);
  }

  @Override
  public @Nullable Set<Scope> convertToEntityAttribute(@Nullable String list) {
    return list == null ? null : Set.copyOf(Scope.parseList(list));
  }
}
