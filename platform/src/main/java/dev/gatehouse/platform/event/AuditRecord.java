package dev.gatehouse.platform.event;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The audit envelope: who did what to what, by which rule it was decided, and what came of it. One
 * schema for every action in the suite. Members are written in the order of canonical JSON (RFC
 * 8785), so that ingest, which stores that, need not move them.
 *
 * @param id UUIDv7 made at the source; ingest drops a second record with the same id
 * @param occurredAt at the source
 * @param service that wrote it, such as {@code gateway}
 * @param phase {@code EVENT} for what is complete in one record; {@code ATTEMPT} before and {@code
 *     OUTCOME} after a side-effecting call, joined by {@code attempt}
 * @param attempt the id of the ATTEMPT record, on an OUTCOME
 * @param action dotted, object first: {@code tool.call}, {@code gateway.create}, {@code
 *     session.sign-in}
 * @param durationMicros of the whole call, if it took place
 * @param sourceAddress of the client as the edge saw it
 * @param detail anything else worth keeping, flat, no secrets
 * @param answers what a person or client answered to questions that an upstream asked in between
 */
@JsonPropertyOrder(alphabetic = true)
public record AuditRecord(
    int schemaVersion,
    String id,
    Instant occurredAt,
    String organisation,
    String service,
    Phase phase,
    @Nullable String attempt,
    Actor actor,
    String action,
    Target target,
    Decision decision,
    Outcome outcome,
    @Nullable Long durationMicros,
    @Nullable Body input,
    @Nullable Body output,
    @Nullable String traceId,
    @Nullable String sourceAddress,
    Map<String, String> detail,
    @Nullable Body answers)
    implements DomainEvent {

  /** A record of something in which nobody was asked anything. */
  public AuditRecord(
      int schemaVersion,
      String id,
      Instant occurredAt,
      String organisation,
      String service,
      Phase phase,
      @Nullable String attempt,
      Actor actor,
      String action,
      Target target,
      Decision decision,
      Outcome outcome,
      @Nullable Long durationMicros,
      @Nullable Body input,
      @Nullable Body output,
      @Nullable String traceId,
      @Nullable String sourceAddress,
      Map<String, String> detail) {
    this(
        schemaVersion,
        id,
        occurredAt,
        organisation,
        service,
        phase,
        attempt,
        actor,
        action,
        target,
        decision,
        outcome,
        durationMicros,
        input,
        output,
        traceId,
        sourceAddress,
        detail,
        null);
  }

  public static final int SCHEMA_VERSION = 1;

  public enum Phase {
    EVENT,
    ATTEMPT,
    OUTCOME
  }

  /** Who: any of user, client and key, as far as known; a service for work without a caller. */
  @JsonPropertyOrder(alphabetic = true)
  public record Actor(
      @Nullable String user,
      @Nullable String client,
      @Nullable String apiKey,
      @Nullable String grant,
      @Nullable String service) {
    public static final Actor ANONYMOUS = new Actor(null, null, null, null, null);

    public static Actor service(String name) {
      return new Actor(null, null, null, null, name);
    }
  }

  /**
   * On what.
   *
   * @param kind such as {@code tool}, {@code connector}, {@code api-key}
   * @param tool the upstream's name of a tool
   */
  @JsonPropertyOrder(alphabetic = true)
  public record Target(
      String kind,
      @Nullable String id,
      @Nullable String name,
      @Nullable String connector,
      @Nullable String gateway,
      @Nullable String tool) {
    public static Target of(String kind, String id, @Nullable String name) {
      return new Target(kind, id, name, null, null, null);
    }
  }

  /**
   * @param rule which rule decided, for a person who asks why
   */
  @JsonPropertyOrder(alphabetic = true)
  public record Decision(boolean allowed, String rule) {
    public static final Decision ALLOWED = new Decision(true, "permission");
  }

  /**
   * @param status {@code SUCCESS}; {@code ERROR}: it was tried and failed; {@code DENIED}: it was
   *     not tried; {@code UNKNOWN} on an ATTEMPT
   * @param code a short machine-readable reason, such as a JSON-RPC error code
   */
  @JsonPropertyOrder(alphabetic = true)
  public record Outcome(Status status, @Nullable String code) {
    public static final Outcome SUCCESS = new Outcome(Status.SUCCESS, null);

    public enum Status {
      SUCCESS,
      ERROR,
      DENIED,
      UNKNOWN
    }
  }

  /**
   * What went in or came out.
   *
   * @param bytes its whole size
   * @param digest keyed digest, the same for the same content within an organisation
   * @param content redacted and cut, or null where bodies are not kept
   * @param truncated whether the content is less than what there was
   * @param keys names of the members at the top, kept where the content is not
   * @param redactions how many values the content had that are not in it; null where none is kept
   */
  @JsonPropertyOrder(alphabetic = true)
  public record Body(
      long bytes,
      @Nullable String digest,
      @Nullable JsonNode content,
      boolean truncated,
      @Nullable List<String> keys,
      @Nullable Integer redactions) {

    public Body(
        long bytes, @Nullable String digest, @Nullable JsonNode content, boolean truncated) {
      this(bytes, digest, content, truncated, null, null);
    }
  }

  @Override
  public EventKey key() {
    return new EventKey(organisation, "audit", id);
  }
}
