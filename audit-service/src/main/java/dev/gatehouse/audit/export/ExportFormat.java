package dev.gatehouse.audit.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.json.Json;
import java.nio.charset.StandardCharsets;

/** A form of export; every record is one line of it. */
public enum ExportFormat {
  /** Records as they are kept, one JSON document a line. */
  NDJSON("application/x-ndjson", "ndjson"),
  /** RFC 4180, with a line of names; no cell is taken for a formula by a spreadsheet. */
  CSV("text/csv; charset=utf-8; header=present", "csv"),
  /** Open Cybersecurity Schema Framework 1.3, one event a line. */
  OCSF("application/x-ndjson", "ocsf.ndjson"),
  /** Elastic Common Schema 8.17, one document a line. */
  ECS("application/x-ndjson", "ecs.ndjson"),
  /** ArcSight Common Event Format, version 0. */
  CEF("text/plain; charset=utf-8", "cef");

  private final String mediaType;
  private final String suffix;

  ExportFormat(String mediaType, String suffix) {
    this.mediaType = mediaType;
    this.suffix = suffix;
  }

  public String mediaType() {
    return mediaType;
  }

  String suffix() {
    return suffix;
  }

  /** What comes before the first record. */
  byte[] head() {
    return this == CSV ? bytes(CsvLine.HEAD + "\r\n") : new byte[0];
  }

  /**
   * One record, with the end of its line.
   *
   * @param stored canonical JSON of an {@link AuditRecord}
   */
  public byte[] line(String stored) {
    return this == NDJSON ? bytes(stored + "\n") : line(stored, record(stored));
  }

  /** The same for who has read the record already. */
  public byte[] line(String stored, AuditRecord record) {
    return bytes(
        switch (this) {
          case NDJSON -> stored + "\n";
          case CSV -> CsvLine.of(record) + "\r\n";
          case OCSF -> OcsfEvent.of(record) + "\n";
          case ECS -> EcsDocument.of(record) + "\n";
          case CEF -> CefLine.of(record) + "\n";
        });
  }

  /** Reads canonical JSON as it is kept. */
  public static AuditRecord record(String stored) {
    try {
      JsonNode tree = Json.mapper().readTree(stored);
      return Json.mapper().treeToValue(tree, AuditRecord.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored record cannot be read", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
