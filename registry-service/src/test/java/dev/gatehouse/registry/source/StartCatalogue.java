package dev.gatehouse.registry.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.tenancy.Tenancy;
import io.quarkus.arc.Arc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The catalogue that Gatehouse ships, for the tests that need it. */
public final class StartCatalogue {
  private StartCatalogue() {}

  /** Brings it; again, it costs next to nothing. */
  public static void bring() {
    CatalogueRefresh refresh = Arc.container().instance(CatalogueRefresh.class).get();
    Arc.container()
        .instance(Tenancy.class)
        .get()
        .asPlatform(() -> refresh.refresh(new Source.Start()));
  }

  /** Its documents as they are shipped. */
  public static List<JsonNode> documents() throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    StartCatalogue.class.getResourceAsStream("/catalogue/servers.jsonl.gz")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        documents.add(Json.mapper().readTree(line));
      }
    }
    return documents;
  }
}
