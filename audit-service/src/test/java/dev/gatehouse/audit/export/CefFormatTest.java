package dev.gatehouse.audit.export;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static dev.gatehouse.audit.testing.AuditTopic.patched;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CefFormatTest {
  static Stream<String> texts() {
    return HostileText.KEPT.stream();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void everyValueIsReadBack(String text) {
    CefMessage message = message(Variety.everywhere("acme", text));

    assertThat(message.extension())
        .containsEntry("suid", cleaned(text))
        .containsEntry("requestClientApplication", cleaned(text))
        .containsEntry("reason", cleaned(text))
        .containsEntry("cs1", "acme")
        .containsEntry("cs1Label", "organisation")
        .containsEntry("cs2", cleaned(text))
        .containsEntry("cs3", cleaned(text))
        .containsEntry("cs4", cleaned(text))
        .containsEntry("cs5", cleaned(text))
        .containsEntry("cs6", cleaned(text));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void theHeadIsReadBackAndIsOneLine(String text) {
    AuditRecord plain = call("acme", "x");
    String members = Json.mapper().createObjectNode().put("action", text).toString();

    CefMessage message = message(patched(plain, members));

    String line = cleaned(text).replace('\n', ' ').replace('\r', ' ');
    assertThat(message.head())
        .containsExactly("CEF:0", "Gatehouse", "Gatehouse", "1", line, line + " SUCCESS", "3");
    assertThat(message.extension()).containsEntry("act", cleaned(text));
  }

  @Test
  void everyRecordIsAMessage() {
    Stream.concat(Variety.records(), Variety.hostileRecords())
        .forEach(record -> {
          CefMessage message = message(record);
          assertThat(Integer.parseInt(message.head().getLast())).isBetween(0, 10);
          assertThat(message.extension())
              .containsEntry("externalId", record.id())
              .containsEntry("rt", Long.toString(record.occurredAt().toEpochMilli()));
        });
  }

  /** What has no place in a line of text is replaced. */
  private static String cleaned(String text) {
    StringBuilder cleaned = new StringBuilder();
    for (char c : text.toCharArray()) {
      boolean lineEnd = c == '\u2028' || c == '\u2029' || c == '\u0085';
      boolean control = Character.isISOControl(c) && c != '\n' && c != '\r';
      cleaned.append(lineEnd ? ' ' : control ? '\uFFFD' : c);
    }
    return cleaned.toString();
  }

  private static CefMessage message(AuditRecord record) {
    String line = new String(ExportFormat.CEF.line("", record), StandardCharsets.UTF_8);
    assertThat(line).endsWith("\n");
    return CefMessage.parse(line.substring(0, line.length() - 1));
  }
}
