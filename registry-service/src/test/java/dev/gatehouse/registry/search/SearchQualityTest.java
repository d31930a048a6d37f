package dev.gatehouse.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.Servers;
import dev.gatehouse.registry.source.StartCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How good the answers are, over the catalogue that is shipped: nDCG at 10 and the share of queries
 * without any answer. An answer is worth 3 if the query set names it, 1 if it says what it has to.
 */
@Tag("long")
@RegistryTest
class SearchQualityTest {
  private record Judged(String kind, String query, Set<String> best, Pattern good) {

    int worth(JsonNode document) {
      String name = document.path("name").asText();
      if (best.contains(name.substring(name.indexOf('/') + 1))) {
        return 3;
      }
      JsonNode provided =
          document.path("_meta").path("io.modelcontextprotocol.registry/publisher-provided");
      String text =
          name
              + " "
              + document.path("title")
              + " "
              + document.path("description")
              + " "
              + provided.path("longDescription")
              + " "
              + provided.path("category")
              + " "
              + provided.path("tools");
      return good.matcher(text).find() ? 1 : 0;
    }
  }

  @BeforeEach
  void theStartCatalogue() {
    StartCatalogue.bring();
    Index.refresh();
  }

  @Test
  void answersAreAsGoodAsTheyWere() throws IOException {
    List<JsonNode> documents = StartCatalogue.documents();
    Organisation organisation = Organisation.create();
    Map<String, List<Double>> gains = new TreeMap<>();
    List<String> without = new ArrayList<>();
    StringBuilder report = new StringBuilder();
    for (Judged judged : queries()) {
      List<JsonNode> found = search(organisation, judged.query);
      if (found.isEmpty()) {
        without.add(judged.query);
      }
      double gain = gain(judged, documents, found);
      gains.computeIfAbsent(judged.kind, _ -> new ArrayList<>()).add(gain);
      gains.computeIfAbsent("all", _ -> new ArrayList<>()).add(gain);
      report.append(String.format(Locale.ROOT, "%-8s %.3f %s%n", judged.kind, gain, judged.query));
    }
    Map<String, Double> means = new HashMap<>();
    gains.forEach((kind, all) -> means.put(kind, mean(all)));
    double zeroHits = without.size() / (double) gains.get("all").size();
    report.append(new TreeMap<>(means)).append(" zero hits ").append(zeroHits).append(without);
    Files.writeString(Path.of("target/search-quality.txt"), report);

    assertThat(gains.get("all").size()).isGreaterThanOrEqualTo(60);
    assertThat(means.get("all")).as(report.toString()).isGreaterThan(0.92);
    assertThat(means.values()).as(report.toString()).allMatch(mean -> mean > 0.85);
    assertThat(zeroHits).as(report.toString()).isLessThan(0.02);
  }

  private static List<Judged> queries() throws IOException {
    try (var stream = SearchQualityTest.class.getResourceAsStream("/search-queries.tsv")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(part ->
              new Judged(
                  part[0],
                  part[1],
                  Arrays.stream(part[2].split(","))
                      .filter(name -> !name.isEmpty())
                      .collect(Collectors.toSet()),
                  Pattern.compile(part[3], Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)))
          .toList();
    }
  }

  private static List<JsonNode> search(Organisation organisation, String query) {
    List<JsonNode> found = new ArrayList<>();
    String body =
        organisation
            .request()
            .queryParam("q", query)
            .queryParam("limit", 10)
            .get("/api/mcp-registry/search")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    Servers.read(body).path("servers").forEach(hit -> found.add(hit.path("server")));
    return found;
  }

  private static double gain(Judged judged, List<JsonNode> documents, List<JsonNode> found) {
    List<Integer> ideal =
        documents.stream().map(judged::worth).sorted(Comparator.reverseOrder()).limit(10).toList();
    List<Integer> actual = found.stream().map(judged::worth).toList();
    return discounted(actual) / discounted(ideal);
  }

  private static double discounted(List<Integer> worths) {
    double sum = 0;
    for (int i = 0; i < worths.size(); i++) {
      sum += (Math.pow(2, worths.get(i)) - 1) / (Math.log(i + 2.0) / Math.log(2));
    }
    return sum;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
