package dev.gatehouse.benchmarks;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;

/** Tells what the gateway does for records of audit from all else that it does for a call. */
final class RecordsShare {
  private RecordsShare() {}

  static String of(RecordedEvent event) {
    String thread = Profile.thread(event);
    if (thread.startsWith("audit-relay") || thread.startsWith("kafka-producer")) {
      return "records, after the call: " + thread;
    }
    return thread.contains("eventloop") && records(event)
        ? "records, on the call path"
        : "all else";
  }

  /** What a record is waited for with goes on inside of it: an answer is not a record's cost. */
  private static boolean records(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return false;
    }
    for (RecordedFrame frame : event.getStackTrace().getFrames()) { // the innermost first
      String name = Profile.name(frame);
      if (name.contains("Exchange.reply") || name.contains("UpstreamCall.call")) {
        return false;
      }
      if (name.contains(".gateway.audit.")) {
        return true;
      }
    }
    return false;
  }
}
