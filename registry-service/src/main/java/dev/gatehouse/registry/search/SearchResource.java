package dev.gatehouse.registry.search;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.registry.index.Field;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Search over the catalogue: the public servers and the organisation's own. */
@Path("/api/mcp-registry/search")
@Produces(MediaType.APPLICATION_JSON)
class SearchResource {
  private static final String MEMBER = ",\"dev.gatehouse.registry/search\":";

  /** About what a search says of a server. */
  private static final int SAID_BYTES = 300;

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
  public Response search(@BeanParam SearchParameters parameters) throws IOException {
    SearchRequest request = parameters.request();
    SearchResults results = search.search(callers.get().organisation(), request);
    return Response.ok(body(request.query(), results), MediaType.APPLICATION_JSON_TYPE).build();
  }

  /** Servers go into it as they lie in memory, with what the search says of them in between. */
  private static byte[] body(SearchQuery query, SearchResults results) throws IOException {
    Highlighter highlighter = new Highlighter(query.replacing(results.corrected()).words());
    var bytes = new ByteArrayOutputStream(size(results));
    try (JsonGenerator json = Json.mapper().createGenerator(bytes)) {
      json.writeRaw("{\"servers\":[");
      String between = "";
      for (SearchResults.Hit hit : results.hits()) {
        json.writeRaw(between);
        json.flush();
        hit.server().writeTo(bytes);
        json.writeRaw(MEMBER);
        json.writeStartObject();
        json.writeNumberField("score", hit.score());
        highlighter.write(hit.server().texts(), json);
        json.writeEndObject();
        json.writeRaw(ShownServer.END);
        between = ",";
      }
      json.writeRaw("],\"metadata\":");
      writeMetadata(json, results);
      if (!results.facets().isEmpty()) {
        json.writeRaw(",\"facets\":");
        writeFacets(json, results);
      }
      json.writeRaw("}");
    }
    return bytes.toByteArray();
  }

  private static int size(SearchResults results) {
    return 2_000
        + results.hits().stream().mapToInt(hit -> hit.server().length() + SAID_BYTES).sum();
  }

  private static void writeMetadata(JsonGenerator json, SearchResults results) throws IOException {
    json.writeStartObject();
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
    json.writeStartObject();
    for (Map.Entry<Field, List<SearchResults.Count>> facet : results.facets().entrySet()) {
      json.writeArrayFieldStart(facet.getKey().label());
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
