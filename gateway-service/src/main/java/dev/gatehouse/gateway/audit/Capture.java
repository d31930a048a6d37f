package dev.gatehouse.gateway.audit;

import dev.gatehouse.platform.event.AuditSettings;
import dev.gatehouse.platform.event.AuditSettings.Bodies;

/**
 * What is kept of the bodies of one call.
 *
 * @param content whether the redacted content is
 * @param maxBytes of it
 * @param secretNames members that the tool's schemas mark as secret, one a line
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
public record Capture(boolean content, int maxBytes, byte[] secretNames) {
  private static final byte[] NO_NAMES = {};

  /** For what is of no tool. */
  static Capture of(AuditSettings settings) {
    return new Capture(settings.bodies() == Bodies.REDACTED, settings.maxBytes(), NO_NAMES);
  }

  static Capture of(AuditSettings settings, String tool, byte[] secretNames) {
    return new Capture(settings.of(tool) == Bodies.REDACTED, settings.maxBytes(), secretNames);
  }
}
