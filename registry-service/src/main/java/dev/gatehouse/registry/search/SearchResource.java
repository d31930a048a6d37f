package dev.gatehouse.registry.search;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Search over the catalogue: the public servers and the organisation's own. */
@Path("/api/mcp-registry/search")
@Produces(MediaType.APPLICATION_JSON)
class SearchResource {
  private static final String META = "dev.gatehouse.registry/search";
  private static final int MAX_VALUES = 20;

  private final ServerSearch search;
  private final CurrentCaller callers;

  SearchResource(ServerSearch search, CurrentCaller callers) {
    this.search = search;
    this.callers = callers;
  }

  @GET
  @APIResponse(
      responseCode = "200",
      description = "What was found.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = SearchAnswer.class)))
  @PermissionsAllowed("mcp:read")
  public Response search(
      @QueryParam("q") @DefaultValue("") String q,
      @QueryParam("limit") @DefaultValue(SearchRequest.DEFAULT_LIMIT) String limit,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("category") List<String> category,
      @QueryParam("transport") List<String> transport,
      @QueryParam("packageType") List<String> packageType,
      @QueryParam("namespace") List<String> namespace,
      @QueryParam("status") List<String> status,
      @QueryParam("facets") @Nullable String facets)
      throws IOException {
    Map<Filter, Set<String>> filters = new EnumMap<>(Filter.class);
    put(filters, Filter.CATEGORY, category);
    put(filters, Filter.TRANSPORT, transport);
    put(filters, Filter.PACKAGE_TYPE, packageType);
    put(filters, Filter.NAMESPACE, namespace);
    put(filters, Filter.STATUS, status);
    SearchQuery query = QueryParser.parse(q, filters);
    SearchRequest request = SearchRequest.of(query, limit, cursor, facets);
    SearchResults results = search.search(callers.get().organisation(), request);
    return Response.ok(body(query, results), MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static void put(Map<Filter, Set<String>> filters, Filter filter, List<String> values) {
    if (!values.isEmpty()) {
      Set<String> some = new LinkedHashSet<>();
      values.stream().limit(MAX_VALUES).map(QueryParser::clean).forEach(some::add);
      filters.put(filter, some);
    }
  }

  private static byte[] body(SearchQuery query, SearchResults results) throws IOException {
    Highlighter highlighter = new Highlighter(query.replacing(results.corrected()).words());
    var bytes = new ByteArrayOutputStream(32 * 1024);
    try (JsonGenerator json = Json.mapper().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("servers");
      for (SearchResults.Hit hit : results.hits()) {
        hit.server()
            .write(
                json,
                meta -> {
                  meta.writeObjectFieldStart(META);
                  meta.writeNumberField("score", hit.score());
                  highlighter.write(hit.server().document(), meta);
                  meta.writeEndObject();
                });
      }
      json.writeEndArray();
      writeMetadata(json, results);
      if (!results.facets().isEmpty()) {
        writeFacets(json, results);
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void writeMetadata(JsonGenerator json, SearchResults results) throws IOException {
    json.writeObjectFieldStart("metadata");
    json.writeNumberField("count", results.hits().size());
    json.writeNumberField("total", results.total());
    json.writeBooleanField("totalIsExact", results.totalIsExact());
    if (results.nextCursor() != null) {
      json.writeStringField("nextCursor", results.nextCursor());
    }
    json.writeObjectFieldStart("corrected");
    for (Map.Entry<String, String> word : results.corrected().entrySet()) {
      json.writeStringField(word.getKey(), word.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeFacets(JsonGenerator json, SearchResults results) throws IOException {
    json.writeObjectFieldStart("facets");
    for (Map.Entry<Filter, List<SearchResults.Count>> facet : results.facets().entrySet()) {
      json.writeArrayFieldStart(facet.getKey().field());
      for (SearchResults.Count count : facet.getValue()) {
        json.writeStartObject();
        json.writeStringField("value", count.value());
        json.writeNumberField("count", count.count());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
