package dev.gatehouse.gateway.audit;

import java.nio.charset.StandardCharsets;

/**
 * Bodies as calls have them: rows of an API, prose around a few names and numbers, rows within a
 * text; and the one long word that the measured upstream answers.
 */
enum SampleBodies {
  JSON {
    @Override
    String part(int number) {
      return """
      {"id":"019aa0b2-6c1e-7d3a-9f0e-4f3b8f6f%04d","name":"Customer %d","email":"c%d@example.org",\
      "created":"2026-11-29T06:54:16.123Z","orders":%d,"open":true,"score":%d.5,"apiToken":"hush-%d",\
      "url":"https://api.example.org/v1/customers/%d?page=2","tags":["new","north"],"note":null}\
      """
          .formatted(number, number, number, number * 7, number, number, number);
    }

    @Override
    String whole(String parts) {
      return "{\"resultType\":\"complete\",\"content\":[],\"structuredContent\":{\"rows\":["
          + parts
          + "]}}";
    }

    @Override
    String separator() {
      return ",";
    }
  },
  TEXT {
    @Override
    String part(int number) {
      return """
      Order %d was sent to the customer in the north on 2026-11-%02d, and nobody has asked for it since; \
      the carrier says that it waits at https://tracking.example.org/parcels/%d for a new address.\
      """
          .formatted(number, number % 28 + 1, number);
    }

    @Override
    String whole(String parts) {
      return "{\"content\":[{\"type\":\"text\",\"text\":\"" + parts + "\"}]}";
    }

    @Override
    String separator() {
      return "\\n";
    }
  },
  ROWS_IN_TEXT {
    @Override
    String part(int number) {
      return JSON.part(number).replace("\"", "\\\"");
    }

    @Override
    String whole(String parts) {
      return TEXT.whole("[" + parts + "]");
    }

    @Override
    String separator() {
      return ",\\n";
    }
  },
  WORD {
    @Override
    String part(int number) {
      return "x".repeat(100);
    }

    @Override
    String whole(String parts) {
      return TEXT.whole(parts);
    }

    @Override
    String separator() {
      return "";
    }
  };

  abstract String part(int number);

  abstract String whole(String parts);

  abstract String separator();

  /**
   * @param bytes about; a hundred is one short member
   */
  byte[] of(int bytes) {
    if (bytes <= 100) {
      return utf8(
          this == JSON
              ? "{\"city\":\"Bern\",\"country\":\"Switzerland\",\"limit\":25,\"units\":\"metric\",\"apiToken\":\"hush-1\"}"
              : whole("The order was sent on Monday, to the address in Bern.")
                  .replace("}]}", "}],\"n\":1}"));
    }
    StringBuilder parts = new StringBuilder(bytes + 400);
    for (int i = 0; parts.length() < bytes; i++) {
      parts.append(i == 0 ? "" : separator()).append(part(i));
    }
    return utf8(whole(parts.toString()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
