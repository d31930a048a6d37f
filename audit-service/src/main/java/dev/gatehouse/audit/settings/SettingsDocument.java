package dev.gatehouse.audit.settings;

import dev.gatehouse.audit.trail.RetentionClass;
import dev.gatehouse.platform.event.AuditSettings;
import dev.gatehouse.platform.event.AuditSettings.Bodies;
import dev.gatehouse.platform.event.AuditSettings.WhenFull;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an organisation wants of its audit records, as the API takes and gives it. What is absent
 * has its default.
 *
 * @param bodies whether redacted arguments and results are kept; names, sizes and digests always
 *     are
 * @param maxBytes of one redacted body, 256 to 16384
 * @param tools exceptions, by the id of a tool
 * @param readsWhenFull what becomes of reading calls while records can be kept nowhere
 * @param retention which class records go to from now on
 */
record SettingsDocument(
    @Nullable Bodies bodies,
    @Nullable Integer maxBytes,
    @Nullable Map<String, Bodies> tools,
    @Nullable WhenFull readsWhenFull,
    @Nullable Retention retention) {
  private static final int SMALLEST = 256;
  private static final int MOST_TOOLS = 1_000;
  private static final int LONGEST_ID = 100;

  /**
   * @param calls of tools, resources and prompts
   * @param reads of the trail itself
   * @param changes everything else: sign-ins, configuration, credentials, members
   */
  record Retention(
      @Nullable RetentionClass calls,
      @Nullable RetentionClass reads,
      @Nullable RetentionClass changes) {
    static final Retention DEFAULT = new Retention(null, null, null).complete();
    static final Retention LONGEST =
        new Retention(RetentionClass.LONG, RetentionClass.LONG, RetentionClass.LONG);

    Retention complete() {
      return new Retention(
          Objects.requireNonNullElse(calls, RetentionClass.STANDARD),
          Objects.requireNonNullElse(reads, RetentionClass.STANDARD),
          Objects.requireNonNullElse(changes, RetentionClass.STANDARD));
    }
  }

  static final SettingsDocument DEFAULT =
      new SettingsDocument(null, null, null, null, null).complete();

  static final SettingsDocument KEEP_LONGEST =
      new SettingsDocument(null, null, null, null, Retention.LONGEST).complete();

  /**
   * With every default filled in.
   *
   * @throws ProblemException naming what cannot be
   */
  SettingsDocument complete() {
    List<FieldError> errors = new ArrayList<>();
    int bytes = Objects.requireNonNullElse(maxBytes, AuditSettings.DEFAULT_MAX_BYTES);
    if (bytes < SMALLEST || bytes > AuditSettings.LARGEST_MAX_BYTES) {
      errors.add(
          new FieldError(
              "/maxBytes", "must be " + SMALLEST + " to " + AuditSettings.LARGEST_MAX_BYTES));
    }
    Map<String, Bodies> exceptions = Objects.requireNonNullElse(tools, Map.of());
    if (exceptions.size() > MOST_TOOLS) {
      errors.add(new FieldError("/tools", "must be " + MOST_TOOLS + " at most"));
    }
    for (Map.Entry<String, @Nullable Bodies> tool : exceptions.entrySet()) {
      if (tool.getKey().length() > LONGEST_ID || tool.getValue() == null) {
        errors.add(new FieldError("/tools", "must name a tool's id with NONE or REDACTED"));
        break;
      }
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    return new SettingsDocument(
        Objects.requireNonNullElse(bodies, Bodies.REDACTED),
        bytes,
        Map.copyOf(exceptions),
        Objects.requireNonNullElse(readsWhenFull, WhenFull.REFUSE),
        Objects.requireNonNullElse(retention, Retention.DEFAULT).complete());
  }

  /** What the gateways are told. */
  AuditSettings event(String organisation) {
    return new AuditSettings(
        organisation,
        Objects.requireNonNull(bodies),
        Objects.requireNonNull(maxBytes),
        Objects.requireNonNull(tools),
        Objects.requireNonNull(readsWhenFull));
  }
}
