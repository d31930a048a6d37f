package dev.gatehouse.registry.search;

import dev.gatehouse.registry.index.Field;
import dev.gatehouse.registry.text.StorableText;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of every search. */
record SearchParameters(
    @QueryParam("q") @DefaultValue("") String q,
    @QueryParam("limit") @DefaultValue(SearchRequest.DEFAULT_LIMIT) String limit,
    @QueryParam("cursor") @Nullable String cursor,
    @QueryParam("category") List<String> category,
    @QueryParam("transport") List<String> transport,
    @QueryParam("packageType") List<String> packageType,
    @QueryParam("namespace") List<String> namespace,
    @QueryParam("status") List<String> status,
    @QueryParam("facets") @Nullable String facets) {
  private static final int MAX_VALUES = 20;

  SearchRequest request() {
    Map<Field, Set<String>> filters = new EnumMap<>(Field.class);
    put(filters, Field.CATEGORY, category);
    put(filters, Field.TRANSPORT, transport);
    put(filters, Field.PACKAGE_TYPE, packageType);
    put(filters, Field.NAMESPACE, namespace);
    put(filters, Field.STATUS, status);
    return SearchRequest.of(QueryParser.parse(q, filters), limit, cursor, facets);
  }

  private static void put(Map<Field, Set<String>> filters, Field field, List<String> values) {
    if (!values.isEmpty()) {
      Set<String> some = new LinkedHashSet<>();
      values.stream().limit(MAX_VALUES).map(StorableText::of).forEach(some::add);
      filters.put(field, some);
    }
  }
}
