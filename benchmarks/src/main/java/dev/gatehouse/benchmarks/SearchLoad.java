package dev.gatehouse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * Search and paging over 100,000 servers: those that are shipped, and again under other names until
 * there are enough. Queries are words of real names, so that each is another one.
 */
final class SearchLoad {
  static final int SERVERS = 100_000;
  private static final int CLIENTS = 8;
  private static final int SILENCE_SECONDS = 120;
  private static final int ENOUGH_FOR_THE_JIT = 30;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> MORE =
      List.of(
          "alpha", "bravo", "carbon", "delta", "ember", "falcon", "garnet", "hazel", "indigo",
          "jade", "krypton", "lumen", "mango", "nimbus", "onyx", "pluto", "quartz", "raven",
          "sierra", "topaz", "umber");

  /** Words that a large part of all servers has. */
  private static final List<String> COMMON =
      List.of(
          "server", "mcp", "api", "integrates", "data", "mcp server", "enables", "search", "ai");

  private SearchLoad() {}

  static void run(Suite suite, Path data, int seconds) throws Exception {
    with(suite, data, (pid, names) -> measure(suite, pid, names, seconds));
  }

  /** Where the registry's CPU goes under the first row of what is measured. */
  static void profile(Suite suite, Path data, int seconds) throws Exception {
    with(
        suite,
        data,
        (pid, names) -> {
          Clients clients = clients(suite, pid);
          clients.run(searches(words(names)), ENOUGH_FOR_THE_JIT);
          Profile.print(
              pid,
              () -> {
                Clients.Latency search = clients.run(searches(words(names)), seconds);
                System.out.println(Clients.HEADER + "\n" + search.row("search", CLIENTS));
              });
        });
  }

  @FunctionalInterface
  private interface Measured {
    void run(long pid, List<String> names) throws Exception;
  }

  private static void with(Suite suite, Path data, Measured measured) throws Exception {
    List<String> names = prepare(suite, data);
    ServerProcess own = ServerProcess.stop(suite, "registry");
    Process registry = own.start();
    try {
      awaitStart(suite);
      awaitSearch(suite);
      measured.run(registry.pid(), names);
    } finally {
      own.restore(registry);
    }
  }

  private static Clients clients(Suite suite, long pid) throws IOException {
    return new Clients(suite.registry(), suite.apiKey(), CLIENTS, pid, suite.postgresPid());
  }

  private static void measure(Suite suite, long pid, List<String> names, int seconds)
      throws Exception {
    Clients clients = clients(suite, pid);
    List<String> words = words(names);
    clients.run(searches(words), ENOUGH_FOR_THE_JIT);
    System.out.println("\n## Search and paging, " + SERVERS + " servers\n\n" + Clients.HEADER);
    Clients.Latency search = measure(clients, "search", searches(words), seconds);
    Clients.Latency common = measure(clients, "common word", searches(COMMON), seconds);
    long failed = search.failed() + common.failed();
    failed += measure(clients, "misspelt", searches(misspelt(words)), seconds).failed();
    failed +=
        measure(clients, "with facets", suffixed(searches(words), "&facets=true"), seconds)
            .failed();
    failed += measure(clients, "list, a page anywhere", pages(names), seconds).failed();
    failed += measure(clients, "list, search", lists(words), seconds).failed();
    failed += measure(clients, "a version", versions(names), seconds).failed();
    System.out.println("\n" + Verdict.HEADER);
    System.out.println(new Verdict("search, p50, ms", search.p50(), 5, 2.5).row());
    System.out.println(new Verdict("search, p99, ms", search.p99(), 25, 12.5).row());
    System.out.println(new Verdict("common word, p99, ms", common.p99(), 50, 25).row());
    System.out.println(new Verdict("failed replies", failed, 0, 0).row());
  }

  private static Clients.Latency measure(
      Clients clients, String what, List<String> paths, int seconds) throws Exception {
    Clients.Latency latency = clients.run(paths, seconds);
    System.out.println(latency.row(what, CLIENTS));
    return latency;
  }

  /** Sees to it that the registry has the servers; returns their names. */
  private static List<String> prepare(Suite suite, Path data) throws Exception {
    Path file = data.resolve("servers.jsonl");
    if (!Files.exists(file)) {
      write(file);
      System.out.println(
          file + " is made. Now: ./gatehouse restart registry --data " + data + ", then again.");
      System.exit(2);
    }
    List<String> names = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        names.add(JSON.readTree(line).path("name").asText());
      }
    }
    while (!suite.hasRead("file")) {
      System.err.println("The registry reads the servers …");
      Thread.sleep(10_000);
    }
    awaitSearch(suite);
    return names;
  }

  private static void awaitStart(Suite suite) throws InterruptedException {
    for (long since = System.nanoTime(); ; ) {
      try {
        suite.get("/api/mcp-registry/search?limit=1");
        return;
      } catch (IOException e) { // not yet
        if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(SILENCE_SECONDS)) {
          throw new IllegalStateException("see logs/registry-benchmark.log", e);
        }
      }
      Thread.sleep(500);
    }
  }

  private static void awaitSearch(Suite suite) throws IOException, InterruptedException {
    int total = -1;
    for (long since = System.nanoTime(); total < SERVERS; ) {
      int now = suite.get("/api/mcp-registry/search?limit=1").at("/metadata/total").asInt();
      if (now != total) {
        total = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(SILENCE_SECONDS)) {
        throw new IllegalStateException(
            "search has %d servers of %d and takes no more over; what was refused is in %s"
                .formatted(total, SERVERS, suite.get("/api/mcp-registry/sources")));
      }
      System.err.println("Search takes them over …");
      Thread.sleep(2_000);
    }
  }

  private static void write(Path file) throws IOException {
    Path part = file.resolveSibling("servers.part");
    List<ObjectNode> real = real();
    try (BufferedWriter out = Files.newBufferedWriter(part)) {
      for (int i = 0; i < SERVERS; i++) {
        ObjectNode document = real.get(i % real.size()).deepCopy();
        int round = i / real.size();
        if (round > 0) {
          String more = MORE.get(round % MORE.size());
          document.put("name", document.path("name").asText() + "-" + more);
          String title = document.path("title").asText();
          if (!title.isEmpty() && title.length() < 90) {
            document.put("title", title + " " + more);
          }
        }
        out.write(document.toString());
        out.newLine();
      }
    }
    Files.move(part, file);
  }

  private static List<ObjectNode> real() throws IOException {
    List<ObjectNode> real = new ArrayList<>();
    Path shipped =
        Path.of("registry-service/src/main/resources/catalogue/servers.jsonl.gz").toAbsolutePath();
    try (InputStream stream = Files.newInputStream(shipped);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(stream), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode document = JSON.readTree(line);
        if (document.path("name").asText().length() < 180) {
          real.add((ObjectNode) document);
        }
      }
    }
    return real;
  }

  /** One or two words of names and titles at a time, as people type them. */
  private static List<String> words(List<String> names) {
    Random random = new Random(1);
    List<String> words = new ArrayList<>();
    while (words.size() < 2_000) {
      String name = names.get(random.nextInt(names.size()));
      String[] parts = name.substring(name.indexOf('/') + 1).split("[-_.]+");
      String first = parts[random.nextInt(parts.length)];
      String second = parts[random.nextInt(parts.length)];
      if (first.length() > 3 && !COMMON.contains(first)) {
        words.add(random.nextBoolean() || second.equals(first) ? first : first + " " + second);
      }
    }
    return words;
  }

  private static List<String> misspelt(List<String> words) {
    return words.stream()
        .filter(word -> word.length() > 5)
        .map(word -> word.charAt(0) + "" + word.charAt(2) + word.charAt(1) + word.substring(3))
        .toList();
  }

  private static List<String> searches(List<String> queries) {
    return queries.stream().map(query -> "/api/mcp-registry/search?q=" + encoded(query)).toList();
  }

  private static List<String> suffixed(List<String> paths, String suffix) {
    return paths.stream().map(path -> path + suffix).toList();
  }

  private static List<String> lists(List<String> words) {
    return words.stream()
        .map(word -> "/v0.1/servers?version=latest&search=" + encoded(word))
        .toList();
  }

  private static List<String> versions(List<String> names) {
    return some(names).stream()
        .map(name -> "/v0.1/servers/" + encoded(name) + "/versions/latest")
        .toList();
  }

  /** Pages that begin after a server, by the cursor that its page would end with. */
  private static List<String> pages(List<String> names) {
    return some(names).stream()
        .map(name ->
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((name + "\n1.0.0").getBytes(StandardCharsets.UTF_8)))
        .map(cursor -> "/v0.1/servers?limit=30&cursor=" + cursor)
        .toList();
  }

  private static List<String> some(List<String> names) {
    Random random = new Random(2);
    return random.ints(2_000, 0, names.size()).mapToObj(names::get).toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
