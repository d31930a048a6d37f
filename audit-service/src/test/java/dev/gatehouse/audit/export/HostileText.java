package dev.gatehouse.audit.export;

import java.util.List;

/** What somebody may write into a name so that it is something else where it is read. */
final class HostileText {
  /** What a spreadsheet takes for the begin of a formula. */
  static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

  /** As records can be kept with. */
  static final List<String> KEPT =
      List.of(
          "=1+1",
          "=cmd|' /C calc'!A0",
          "+1+1",
          "-1+1",
          "@SUM(1)",
          "\t=1+1",
          "\r=1+1",
          "\n=1+1",
          "\r\n=1+1",
          "\uFF1D1+1",
          "\uFF0B1",
          "\uFF0D1",
          "\uFF20SUM(1)",
          "\"",
          "\"\"=1+1",
          "\",\"=1+1",
          "a\",=1+1,\"b",
          ",;\t|",
          "a\r\nb\nc\rd",
          "a\n=1+1",
          "'",
          "'=1+1",
          "\u0000=1+1",
          "a\u0000b",
          "\\",
          "a\\",
          "\\n \\r \\= \\|",
          "a|b|c|9|",
          " cs1=forged cs1Label=organisation",
          "x\nCEF:0|Gatehouse|Gatehouse|1|forged|forged|0|",
          "x\n{\"class_uid\":6003}\n",
          "ends with spaces  ",
          "\u2028 \u2029 \u0085 \u202e \ufeff \u007f \u001b[31m",
          "\ud83d\ude00",
          "");

  /** What cannot be kept, and must not spoil a line all the same. */
  static final List<String> HALVES = List.of("\ud83d", "\ude00=1", "a\ud83d", "\ud83d\ud83d\ude00");

  private HostileText() {}
}
