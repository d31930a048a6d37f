package dev.gatehouse.platform.redact;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Documents and texts full of secrets, of what looks like some, and of what ends oddly. */
final class HostileDocument {
  private static final String[] PIECES = {
    "password",
    "DB_PASSWORD",
    "token",
    "to\u212Aen",
    "Bearer",
    "basic",
    "Digest ",
    "apikey",
    "dpop",
    "Authorization: ",
    "Authorization: Bearer ",
    "cookie",
    "Set-Cookie: a=1; b=2\r\n",
    "api_key=",
    "favourite",
    "n=",
    "größe: ",
    "nextPageToken",
    "key",
    "?key=",
    "&sig=",
    "t",
    "auth",
    "pin",
    "https://",
    "://",
    "user:pw@host/",
    "example.org",
    "/v1/customers/42/orders",
    "?page=2&limit=50",
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----BEGIN ",
    "PRIVATE KEY",
    "-----END",
    "-----",
    "MIIabc\n",
    "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0",
    "ghk_01J_abcdefgh",
    "ghp_16C7e42F292c6912E7710c838347Ae",
    "sk-proj-abcDEF1234567890",
    "sk-",
    "AKIAIOSFODNN7EXAMPLE",
    "xoxb-",
    "dapi",
    "npm_",
    "4111111111111111",
    "4111 1111 1111 1111",
    "5500-0000-0000-0004",
    "4111 ",
    "1111",
    "411111111111",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "dGhpcyBpcyBhIHNlY3JldCB2YWx1ZSAxMjM0NTY3OA+x==",
    "Zx9Kq2Lm8Pw4Rt6Yv1Bn3",
    "9f86d081884c7d659a2feaa0c55ad015",
    "a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "019aa0b2-6c1e-7d3a-9f0e-4f3b8f6f2a11",
    "2026-11-29T06:54:16.123Z",
    "internationalization",
    "getCustomerOrderHistory",
    "An ordinary sentence, with a full stop.",
    "the",
    "that",
    "and to",
    "\\\"token\\\":\\\"hush\\\"",
    "\"token\": \"hush\"",
    "'secret' => 'hush'",
    "{\"a\":1}",
    "\\",
    "\\\\",
    "\"",
    "'",
    "`",
    ":",
    "=",
    "==",
    " ",
    "  ",
    ",",
    ";",
    ".",
    "/",
    "-",
    "_",
    "~",
    "+",
    "@",
    "&",
    "?",
    "#",
    "<",
    ">",
    "[",
    "]",
    "{",
    "}",
    "\n",
    "\t",
    "\r\n",
    "\b",
    "\f",
    "\u0000",
    "\u001f",
    "\u007f",
    "ä",
    "€",
    "😀",
    "\ud83d",
    "\ude00",
    "中文",
    "é",
    "\u00a0",
    "\u2028",
    "\ufffd",
    "K",
    "\u0130"
  };
  private static final String[] NAMES = {
    "a",
    "b",
    "id",
    "name",
    "password",
    "token",
    "Pin",
    "access_token",
    "n",
    "favourite",
    "größe",
    "ключ",
    "x y",
    "nextPageToken",
    "",
    "\"",
    "\\",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "ghp_26C7e42F292c6912E7710c838347Ae178B4a",
    "\ud83d",
    "😀",
    "user.auth",
    "credentials",
    "rows"
  };
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "1",
    "-1",
    "42",
    "1.5",
    "-2.25",
    "1e5",
    "1E+5",
    "1e-300",
    "1e99999",
    "1.5E-99999",
    "4111111111111111",
    "-4111111111111111",
    "4111111111111112",
    "411111111111",
    "5500000000000004",
    "01",
    "1.",
    "1.e1",
    "1e",
    "-",
    "+1",
    ".5",
    "-a",
    "3.14159265358979323846264338327950288419716939937510582097494459"
  };
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_.~";
  private static final int MAX_DEPTH = 4;

  private final Random random;
  private final StringBuilder out = new StringBuilder();

  HostileDocument(Random random) {
    this.random = random;
  }

  byte[] bytes() {
    if (random.nextInt(50) == 0) {
      out.append('\ufeff');
    }
    value(random.nextInt(10) == 0 ? MAX_DEPTH : 0);
    if (random.nextInt(20) == 0) {
      out.append(pick(" ", "\n", "x", "1", "\""));
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(random.nextInt(20) == 0 ? 200 : 12); i >= 0; i--) {
      switch (random.nextInt(12)) {
        case 0 -> text.append(drawn(random.nextInt(50)));
        case 1 -> text.append((char) random.nextInt(128));
        case 2 -> text.append(" ");
        case 3 -> text.append(pick("x", "word ", "é", "a1").repeat(random.nextInt(40)));
        default -> text.append(pick(PIECES));
      }
      if (random.nextInt(400) == 0) {
        text.append(pick("x", "x ", "€", "9a", "😀").repeat(random.nextInt(4000)));
      }
    }
    return text.toString();
  }

  private String drawn(int length) {
    int of = random.nextInt(4) == 0 ? 16 : BASE64.length();
    StringBuilder drawn = new StringBuilder();
    for (int i = 0; i < length; i++) {
      drawn.append(
          of == 16
              ? "0123456789abcdef".charAt(random.nextInt(16))
              : BASE64.charAt(random.nextInt(of)));
    }
    return drawn.toString();
  }

  private void value(int depth) {
    blank();
    int kind = random.nextInt(depth >= MAX_DEPTH ? 6 : 12);
    switch (kind) {
      case 0 -> out.append(pick(NUMBERS));
      case 1 -> out.append(pick("true", "false", "null", "nul", "truex", "[]", "{}", ""));
      case 2 -> out.append(deep());
      case 3, 4, 5 -> string(text());
      case 6, 7 -> array(depth);
      default -> object(depth);
    }
    blank();
  }

  private String deep() {
    if (random.nextInt(20) > 0) {
      return "7";
    }
    int levels = 40 + random.nextInt(40);
    return random.nextBoolean()
        ? "[".repeat(levels) + "1" + "]".repeat(levels)
        : "{\"a\":".repeat(levels) + "\"t\"" + "}".repeat(levels);
  }

  private void array(int depth) {
    out.append('[');
    for (int i = random.nextInt(5); i > 0; i--) {
      value(depth + 1);
      out.append(i > 1 || random.nextInt(40) == 0 ? "," : "");
    }
    out.append(']');
  }

  private void object(int depth) {
    out.append('{');
    for (int i = random.nextInt(random.nextInt(30) == 0 ? 80 : 6); i > 0; i--) {
      blank();
      string(random.nextInt(6) == 0 ? text() : pick(NAMES) + (random.nextInt(3) == 0 ? "" : i));
      blank();
      out.append(random.nextInt(200) == 0 ? ' ' : ':');
      value(depth + 1);
      out.append(i > 1 || random.nextInt(40) == 0 ? "," : "");
    }
    out.append('}');
  }

  private void string(String text) {
    int escaped = random.nextInt(3) == 0 ? 5 : 200; // one in so many, of those that need not be
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i), random.nextInt(escaped) == 0);
    }
    out.append(random.nextInt(300) == 0 ? "" : '"');
  }

  private void character(char c, boolean always) {
    boolean half = Character.isSurrogate(c) && random.nextInt(3) == 0;
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c == '\n' && random.nextBoolean()) {
      out.append("\\n");
    } else if (c == '/' && always) {
      out.append("\\/");
    } else if (always || half || c < ' ') {
      out.append(random.nextInt(1000) == 0 ? "\\q" : "\\u%04x".formatted((int) c));
    } else {
      out.append(c);
    }
  }

  private void blank() {
    if (random.nextInt(6) == 0) {
      out.append(pick(" ", "\n", "\r\n", "\t", "  "));
    }
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }
}
