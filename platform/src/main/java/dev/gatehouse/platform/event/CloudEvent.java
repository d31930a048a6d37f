package dev.gatehouse.platform.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 in structured JSON mode: the value of every record on every topic.
 *
 * @param id unique per event (UUIDv7); consumers drop what they have seen
 * @param source the service that speaks, such as {@code /auth}
 * @param type reverse-DNS name with the version last, see {@link EventCodec}
 * @param subject the record's key
 * @param time when it happened at the source
 * @param traceparent W3C trace context of the change (distributed tracing extension)
 */
public record CloudEvent<T>(
    @JsonProperty("specversion") String specversion,
    String id,
    String source,
    String type,
    String subject,
    Instant time,
    @JsonProperty("datacontenttype") String datacontenttype,
    @Nullable String traceparent,
    T data) {

  static final String SPEC_VERSION = "1.0";
  static final String CONTENT_TYPE = "application/json";
}
