package dev.gatehouse.gateway.audit;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.platform.redact.SecretNames;
import dev.gatehouse.platform.redact.TextRedaction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The audit records of one tool call, written straight to bytes: a CloudEvent around an {@code
 * AuditRecord}, as {@code EventCodec} would write it but without an object tree per call. The test
 * of this class reads them back through {@code EventCodec}.
 */
public final class CallRecord {
  /** Of a name that a client made up, no more is kept. */
  public static final int MAX_NAME = 128;

  private static final byte[] HEAD = utf8("{\"specversion\":\"1.0\",\"id\":\"");
  private static final byte[] TYPE =
      utf8(
          "\",\"source\":\"/gateway\",\"type\":\"dev.gatehouse.audit.recorded.v1\",\"subject\":\"");
  private static final byte[] TIME = utf8("\",\"time\":\"");
  private static final byte[] CONTENT_TYPE = utf8("\",\"datacontenttype\":\"application/json\"");
  private static final byte[] TRACE_PARENT = utf8(",\"traceparent\":\"");
  private static final byte[] DATA = utf8(",\"data\":{\"schemaVersion\":1,\"id\":\"");
  private static final byte[] OCCURRED = utf8("\",\"occurredAt\":\"");
  private static final byte[] ORGANISATION = utf8("\",\"organisation\":\"");
  private static final byte[] PHASE = utf8("\",\"service\":\"gateway\",\"phase\":\"");
  private static final byte[] ATTEMPT = utf8("\",\"attempt\":\"");
  private static final byte[] ACTOR = utf8("\",\"actor\":");
  private static final byte[] ACTION = utf8(",\"action\":\"");
  private static final byte[] TARGET = utf8("\",\"target\":");
  private static final byte[] ALLOWED = utf8(",\"decision\":{\"allowed\":true,\"rule\":\"");
  private static final byte[] DENIED = utf8(",\"decision\":{\"allowed\":false,\"rule\":\"");
  private static final byte[] OUTCOME = utf8("\"},\"outcome\":{\"status\":\"");
  private static final byte[] CODE = utf8("\",\"code\":");
  private static final byte[] DURATION = utf8("},\"durationMicros\":");
  private static final byte[] TRACE = utf8(",\"traceId\":\"");
  private static final byte[] SOURCE = utf8(",\"sourceAddress\":");
  private static final byte[] END = utf8(",\"detail\":{}}}");

  private final Principal principal;
  private final Gateway gateway;
  private final String action;
  private final byte[] target;
  private final String rule;
  private final boolean allowed;
  private final BodySeal seal;
  private final Capture capture;
  private final Content input;
  private byte @Nullable [] inputDigest;
  private final @Nullable String traceParent;
  private final String sourceAddress;

  /**
   * @param action dotted, object first: {@code tool.call}, {@code resource.read}
   * @param target the {@code target} object
   * @param seal encrypts the bodies for the spool
   * @param capture what is kept of the bodies
   * @param input what the client sent
   * @param traceParent W3C trace context of the call's server span
   */
  public CallRecord(
      Principal principal,
      Gateway gateway,
      String action,
      byte[] target,
      boolean allowed,
      String rule,
      BodySeal seal,
      Capture capture,
      Content input,
      @Nullable String traceParent,
      String sourceAddress) {
    this.principal = principal;
    this.gateway = gateway;
    this.action = action;
    this.target = target;
    this.allowed = allowed;
    this.rule = rule;
    this.seal = seal;
    this.capture = capture;
    this.input = input;
    this.traceParent = traceParent;
    this.sourceAddress = sourceAddress;
  }

  /**
   * The {@code target} of a request for something that there is not.
   *
   * @param kind what it would be: {@code tool}, {@code resource}, {@code prompt}
   */
  public static byte[] unknownTarget(String kind, String gateway, String name) {
    String shown = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    String kept = TextRedaction.of(shown, SecretNames.COMMON).text();
    return new Bytes(96 + kept.length())
        .add(utf8("{\"kind\":\""))
        .add(utf8(kind))
        .add(utf8("\",\"name\":"))
        .quote(kept)
        .add(utf8(",\"gateway\":"))
        .quote(gateway)
        .add('}')
        .toArray();
  }

  /**
   * A record ready for the spool.
   *
   * @param sealed its bodies, encrypted
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  public record Ready(String id, byte[] key, byte[] sealed, byte[] value) {}

  /** What came of it. */
  public record Result(
      boolean success, @Nullable String code, long micros, Content output, Content answers) {
    public static Result of(boolean success, @Nullable String code, long micros) {
      return new Result(success, code, micros, Content.NONE, Content.NONE);
    }

    String status() {
      return success ? "SUCCESS" : "ERROR";
    }
  }

  /** Before a side-effecting call. */
  public Ready attempt() {
    return write("ATTEMPT", null, "UNKNOWN", Result.of(false, null, 0));
  }

  /** After it. */
  public Ready outcome(Ready attempt, Result result) {
    return write("OUTCOME", attempt.id(), result.status(), result);
  }

  /** A call that is complete in one record. */
  public Ready event(Result result) {
    return write("EVENT", null, result.status(), result);
  }

  /** A call that was not made. */
  public Ready denied(String code, long micros) {
    return write("EVENT", null, "DENIED", Result.of(false, code, micros));
  }

  private Ready write(String phase, @Nullable String attempt, String status, Result result) {
    String id = UuidCreator.getTimeOrderedEpochFast().toString();
    byte[] rawId = utf8(id);
    byte[] key = utf8(gateway.organisation() + "/audit/" + id);
    byte[] now = utf8(Instant.now().toString());
    Bytes out = new Bytes(900 + principal.auditActor().length + target.length);
    out.add(HEAD).add(rawId).add(TYPE).add(key).add(TIME).add(now).add(CONTENT_TYPE);
    if (traceParent != null) {
      out.add(TRACE_PARENT).add(utf8(traceParent)).add('"');
    }
    out.add(DATA).add(rawId).add(OCCURRED).add(now);
    out.add(ORGANISATION).add(utf8(gateway.organisation()));
    out.add(PHASE).add(utf8(phase));
    if (attempt != null) {
      out.add(ATTEMPT).add(utf8(attempt));
    }
    out.add(ACTOR)
        .add(principal.auditActor())
        .add(ACTION)
        .add(utf8(action))
        .add(TARGET)
        .add(target);
    out.add(allowed ? ALLOWED : DENIED).add(utf8(rule));
    out.add(OUTCOME).add(utf8(status));
    if (result.code() != null) {
      out.add(CODE).quote(result.code());
    } else {
      out.add('"');
    }
    out.add(DURATION).add(result.micros());
    if (traceParent != null) { // 00-<trace>-<span>-<flags>
      out.add(TRACE).add(utf8(traceParent.substring(3, 35))).add('"');
    }
    out.add(SOURCE).quote(sourceAddress).add(END);
    byte[] digest = inputDigest;
    if (digest == null) {
      digest = SealedBodies.digest(input);
      inputDigest = digest;
    }
    byte[] bodies = SealedBodies.write(capture, input, digest, result.output(), result.answers());
    return new Ready(id, key, seal.seal(rawId, bodies), out.toArray());
  }
}
