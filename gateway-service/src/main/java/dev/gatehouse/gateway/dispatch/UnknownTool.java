package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.audit.CallRecord;
import dev.gatehouse.gateway.audit.Content;
import dev.gatehouse.gateway.audit.SettingsView;
import dev.gatehouse.platform.policy.Decision;
import jakarta.inject.Singleton;
import java.util.function.Consumer;

/**
 * Puts on record that somebody asked, without a message of MCP, for a tool that there is none of.
 */
@Singleton
public final class UnknownTool {
  private static final Decision UNKNOWN = new Decision.Unknown();

  private final Recording recording;
  private final SettingsView settings;

  UnknownTool(Recording recording, SettingsView settings) {
    this.recording = recording;
    this.settings = settings;
  }

  /**
   * @param conversation with the gateway that the record names
   * @param name as asked for
   * @param written whether there is a record now
   */
  public void record(Conversation conversation, String name, Consumer<Boolean> written) {
    byte[] target = CallRecord.unknownTarget("tool", conversation.gateway().id(), name);
    CallRecord record =
        recording.begin(
            conversation,
            "tool.call",
            target,
            UNKNOWN,
            settings.capture(conversation.gateway().organisation()),
            Content.NONE,
            null);
    CallRecord.Ready ready = record.denied(UNKNOWN.rule(), conversation.elapsedNanos() / 1000);
    conversation.lane().spool().append(ready, written::accept);
  }
}
