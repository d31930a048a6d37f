package dev.gatehouse.auth.organisation;

import dev.gatehouse.platform.identity.Role;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Roles by their public names. */
@Converter(autoApply = true)
public class RoleConverter implements AttributeConverter<Role, String> {

  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable Role role) {
    return role == null ? null : role.value();
  }

  @Override
  public @Nullable Role convertToEntityAttribute(@Nullable String value) {
    return value == null ? null : Role.of(value);
  }
}
