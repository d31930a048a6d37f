package dev.gatehouse.platform.observe;

/** MDC keys that every log line of every service shares; trace ids come from OpenTelemetry. */
public final class LogKeys {
  public static final String ORGANISATION = "organisation";
  public static final String PRINCIPAL = "principal";

  private LogKeys() {}
}
