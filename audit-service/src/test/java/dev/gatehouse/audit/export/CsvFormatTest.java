package dev.gatehouse.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.platform.event.AuditRecord;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file is read by Commons CSV, as RFC 4180 says. */
class CsvFormatTest {
  private static final List<String> TEXTS =
      List.of(
          "code",
          "rule",
          "user",
          "client",
          "apiKey",
          "actorService",
          "targetKind",
          "targetId",
          "targetName",
          "connector",
          "gateway",
          "tool",
          "inputDigest",
          "outputDigest",
          "answersDigest",
          "traceId",
          "sourceAddress");
  private static final List<String> DOCUMENTS = List.of("input", "output", "answers", "detail");

  static Stream<String> texts() {
    return HostileText.KEPT.stream();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void everyColumnIsReadBackAsWhatItWas(String text) throws IOException {
    CSVRecord row = rows(Variety.everywhere("acme", text)).getFirst();

    String kept = text.replace('\u0000', '\uFFFD');
    boolean formula = !kept.isEmpty() && HostileText.FORMULA.indexOf(kept.charAt(0)) >= 0;
    for (String column : TEXTS) {
      assertThat(row.get(column)).as(column).isEqualTo(formula ? "'" + kept : kept);
    }
    for (String column : DOCUMENTS) {
      assertThat(new ObjectMapper().readTree(row.get(column)).path(text).textValue())
          .as(column)
          .isEqualTo(text);
    }
  }

  @Test
  void noCellBeginsAsAFormula() throws IOException {
    AuditRecord[] records =
        Stream.concat(Variety.records(), Variety.hostileRecords()).toArray(AuditRecord[]::new);

    List<CSVRecord> rows = rows(records);

    assertThat(rows).hasSameSizeAs(records);
    for (CSVRecord row : rows) {
      assertThat(row.isConsistent()).isTrue();
      for (String cell : row) {
        assertThat(cell.isEmpty() || HostileText.FORMULA.indexOf(cell.charAt(0)) < 0)
            .as(cell)
            .isTrue();
        assertThat(cell).doesNotContain("\u0000");
      }
    }
  }

  private static List<CSVRecord> rows(AuditRecord... records) throws IOException {
    StringBuilder file =
        new StringBuilder(new String(ExportFormat.CSV.head(), StandardCharsets.UTF_8));
    for (AuditRecord record : records) {
      file.append(new String(ExportFormat.CSV.line("", record), StandardCharsets.UTF_8));
    }
    try (CSVParser parser =
        CSVParser.parse(
            new StringReader(file.toString()),
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get())) {
      return parser.getRecords();
    }
  }
}
