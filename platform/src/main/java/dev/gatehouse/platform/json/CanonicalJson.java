package dev.gatehouse.platform.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.TreeMap;

/**
 * Canonical JSON after RFC 8785: members sorted by UTF-16 code units, no white space, shortest
 * number form. Two documents that mean the same give the same bytes, so a hash over them tells
 * whether a definition has changed.
 *
 * <p>Integers beyond 2^53 keep all their digits instead of being rounded to a double: a changed
 * limit in a schema must not go unseen.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /** The canonical text of a document. */
  public static String of(JsonNode node) {
    StringBuilder out = new StringBuilder(256);
    write(node, out);
    return out.toString();
  }

  /** SHA-256 over the canonical text, lower-case hexadecimal. */
  public static String sha256(JsonNode node) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(of(node).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void write(JsonNode node, StringBuilder out) {
    switch (node.getNodeType()) {
      case OBJECT -> writeObject(node, out);
      case ARRAY -> writeArray(node, out);
      case STRING -> writeText(node.textValue(), out);
      case NUMBER -> writeNumber(node, out);
      default -> out.append(node.asText());
    }
  }

  private static void writeObject(JsonNode node, StringBuilder out) {
    TreeMap<String, JsonNode> sorted = new TreeMap<>();
    node.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
    char separator = '{';
    for (var member : sorted.entrySet()) {
      out.append(separator);
      writeText(member.getKey(), out);
      out.append(':');
      write(member.getValue(), out);
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  private static void writeArray(JsonNode node, StringBuilder out) {
    out.append('[');
    for (Iterator<JsonNode> items = node.elements(); items.hasNext(); ) {
      write(items.next(), out);
      if (items.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private static void writeNumber(JsonNode node, StringBuilder out) {
    if (node.isIntegralNumber()) {
      out.append(node.bigIntegerValue());
      return;
    }
    BigDecimal value = node.decimalValue();
    if (value.signum() == 0) {
      out.append('0');
      return;
    }
    BigDecimal plain = value.stripTrailingZeros();
    // RFC 8785 section 3.2.2.3 takes ECMAScript's form: exponents only beyond 21 digits or below
    // 1e-6.
    int exponent = plain.precision() - plain.scale() - 1;
    if (exponent >= -6 && exponent < 21) {
      out.append(plain.toPlainString());
    } else {
      out.append(plain.unscaledValue().signum() < 0 ? "-" : "");
      String digits = plain.unscaledValue().abs().toString();
      out.append(digits.charAt(0));
      if (digits.length() > 1) {
        out.append('.').append(digits, 1, digits.length());
      }
      out.append('e').append(exponent < 0 ? "" : "+").append(exponent);
    }
  }

  private static void writeText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
