package dev.gatehouse.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;

/**
 * The tools of the demo upstream: small, offline and harmless. Their definitions stand in {@code
 * tools.json}; arguments come here only if they fit the input schema.
 */
enum DemoTool {
  ECHO("echo", DemoTool::echo),
  ADD("add", DemoTool::add),
  CURRENT_TIME("current_time", DemoTool::currentTime),
  WORD_COUNT("word_count", DemoTool::wordCount),
  ROLL_DICE("roll_dice", DemoTool::rollDice),
  REMEMBER("remember", DemoTool::remember),
  RECALL("recall", DemoTool::recall);

  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
  private final BiFunction<JsonNode, Notes, DemoResult> work;

  DemoTool(String id, BiFunction<JsonNode, Notes, DemoResult> work) {
    this.id = id;
    this.work = work;
  }

  /** The name of the tool on the wire. */
  String id() {
    return id;
  }

  /**
   * @param arguments that fit the tool's input schema
   */
  DemoResult call(JsonNode arguments, Notes notes) {
    return work.apply(arguments, notes);
  }

  private static DemoResult echo(JsonNode arguments, Notes notes) {
    return DemoResult.text(arguments.path("message").asText());
  }

  private static DemoResult add(JsonNode arguments, Notes notes) {
    BigDecimal sum =
        BigDecimal.valueOf(arguments.path("a").doubleValue())
            .add(BigDecimal.valueOf(arguments.path("b").doubleValue()))
            .stripTrailingZeros();
    BigDecimal plain = sum.scale() < 0 ? sum.setScale(0) : sum;
    return DemoResult.of(plain.toString(), object().put("sum", plain));
  }

  private static DemoResult currentTime(JsonNode arguments, Notes notes) {
    String name = arguments.path("timezone").asText("UTC");
    try {
      ZonedDateTime now = ZonedDateTime.now(ZoneId.of(name)).truncatedTo(ChronoUnit.SECONDS);
      String time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now);
      return DemoResult.of(time, object().put("time", time).put("timezone", name));
    } catch (DateTimeException e) {
      return DemoResult.error("There is no time zone " + name + "; use an IANA name.");
    }
  }

  private static DemoResult wordCount(JsonNode arguments, Notes notes) {
    String text = arguments.path("text").asText();
    int words = text.isBlank() ? 0 : text.strip().split("\\s+").length;
    int characters = text.codePointCount(0, text.length());
    long lines = text.lines().count();
    return DemoResult.of(
        words + " words, " + characters + " characters, " + lines + " lines",
        object().put("words", words).put("characters", characters).put("lines", lines));
  }

  private static DemoResult rollDice(JsonNode arguments, Notes notes) {
    int count = arguments.path("count").asInt(1);
    int sides = arguments.path("sides").asInt(6);
    int[] rolls = ThreadLocalRandom.current().ints(count, 1, sides + 1).toArray();
    ObjectNode structured = object();
    ArrayNode all = structured.putArray("rolls");
    int total = 0;
    for (int roll : rolls) {
      all.add(roll);
      total += roll;
    }
    return DemoResult.of("Total " + total + ": " + all, structured.put("total", total));
  }

  private static DemoResult remember(JsonNode arguments, Notes notes) {
    int count = notes.add(arguments.path("note").asText());
    return DemoResult.of("Remembered; notes now: " + count, object().put("notes", count));
  }

  private static DemoResult recall(JsonNode arguments, Notes notes) {
    List<String> found = notes.containing(arguments.path("containing").asText());
    ObjectNode structured = object();
    found.forEach(structured.putArray("notes")::add);
    return DemoResult.of(
        found.isEmpty() ? "There is no such note." : String.join("\n", found), structured);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
