package dev.gatehouse.sync.exploration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.mcp.upstream.Definition;
import dev.gatehouse.mcp.upstream.DefinitionList;
import dev.gatehouse.mcp.upstream.Redaction;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.platform.event.DiscoveryEvent.Flag;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedTool;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished.Outcome;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.sync.upstream.FailureText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes findings of an upstream's list: each definition hashed in canonical form, or refused alone
 * with its reason. Used once.
 */
final class ToolSifter {
  /** The largest definition that is taken over, in bytes; a record must hold it. */
  static final int MAX_DEFINITION_BYTES = 128 * 1024;

  static final int MAX_NAME_LENGTH = 256;

  /** So that the list of refused tools fits into one record, whatever an upstream sends. */
  private static final int MAX_REFUSED = 200;

  private static final int MAX_NAME_SHOWN = 128;

  private final List<FoundTool> found = new ArrayList<>();
  private final List<RefusedTool> refused = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final LookAlikes lookAlikes = new LookAlikes();
  private final Redaction redaction;
  private boolean unnamed;

  private ToolSifter(Redaction redaction) {
    this.redaction = redaction;
  }

  /**
   * @param redaction of the credential that the upstream was shown
   */
  static Findings sift(DefinitionList list, Redaction redaction) {
    ToolSifter sifter = new ToolSifter(redaction);
    list.dropped().forEach(dropped -> sifter.refuse(dropped.name(), dropped.reason()));
    list.definitions().forEach(sifter::add);
    return sifter.findings(list);
  }

  private Findings findings(DefinitionList list) {
    UpstreamFailure incomplete = list.incomplete();
    String reason = incomplete == null ? null : FailureText.of(incomplete);
    // A tool that is refused without its whole name could be any of those that are known: none is
    // gone.
    if (reason == null && unnamed) {
      reason = "Some tools were refused that cannot be named";
    }
    return new Findings(
        reason == null ? Outcome.COMPLETE : Outcome.PARTIAL,
        found,
        refused,
        list.version().wireName(),
        HealthChanged.State.CONNECTED,
        reason,
        FoundServer.UNKNOWN,
        FeatureFindings.NONE,
        null,
        incomplete);
  }

  private void add(Definition tool) {
    String flaw = flaw(tool);
    if (flaw != null) {
      refuse(tool.name(), flaw);
      return;
    }
    try {
      JsonNode definition = Json.mapper().readTree(tool.json());
      List<Flag> flags = new ArrayList<>(Oddities.of(definition));
      lookAlikes.look(tool.name()).ifPresent(flags::add);
      found.add(new FoundTool(tool.name(), CanonicalJson.sha256(definition), definition, flags));
    } catch (IOException e) {
      refuse(tool.name(), "the definition is nested too deeply or ambiguous");
    }
  }

  private @Nullable String flaw(Definition tool) {
    if (tool.name().length() > MAX_NAME_LENGTH) {
      return "the name has more than " + MAX_NAME_LENGTH + " characters";
    }
    if (tool.json().length > MAX_DEFINITION_BYTES) {
      return "the definition takes %d bytes, more than %d"
          .formatted(tool.json().length, MAX_DEFINITION_BYTES);
    }
    if (tool.name().chars().anyMatch(Character::isISOControl)) {
      return "the name has control characters";
    }
    if (redaction.finds(new String(tool.json(), StandardCharsets.UTF_8))) {
      return "the definition repeats the credential";
    }
    return names.add(tool.name()) ? null : "the name is there twice";
  }

  private void refuse(String name, String reason) {
    unnamed |= name.isEmpty() || name.length() > MAX_NAME_SHOWN || refused.size() >= MAX_REFUSED;
    if (refused.size() < MAX_REFUSED) {
      String clean = redaction.clean(name);
      String shown = clean.substring(0, Math.min(clean.length(), MAX_NAME_SHOWN));
      refused.add(new RefusedTool(shown, reason));
    }
  }
}
