package dev.gatehouse.platform.security;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where in a token's claims something is. The name of a claim as a whole goes before the same text
 * as a path, for some servers name claims by URLs.
 */
record ClaimPath(String text) {

  /** All texts there: of one value, of a list, or the names in an object. */
  List<String> texts(Map<String, ?> claims) {
    Object value = claims.containsKey(text) ? claims.get(text) : inside(claims);
    return switch (value) {
      case null -> List.of();
      case String one -> List.of(one);
      case Collection<?> list ->
          list.stream().filter(Objects::nonNull).map(Object::toString).toList();
      case Map<?, ?> object -> object.keySet().stream().map(Object::toString).toList();
      default -> List.of(value.toString());
    };
  }

  private @Nullable Object inside(Map<String, ?> claims) {
    Object value = claims;
    for (String step : text.split("\\.")) {
      value = value instanceof Map<?, ?> object ? object.get(step) : null;
    }
    return value;
  }
}
