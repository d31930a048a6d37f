package dev.gatehouse.platform.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What connector-sync-service tells: what a run found at an upstream, and how the upstream is. */
public sealed interface DiscoveryEvent extends DomainEvent {

  String connector();

  /**
   * Some of the tools that a run found; nothing holds until {@link RunFinished} says so.
   *
   * @param part counts the records of the run from 0
   */
  record ToolsFound(
      String organisation, String connector, String run, int part, List<FoundTool> tools)
      implements DiscoveryEvent {
    @Override
    public EventKey key() {
      return new EventKey(organisation, "tools-found", connector + "/" + run + "/" + part);
    }
  }

  /**
   * @param hash SHA-256 over the canonical definition
   * @param definition the {@code Tool} object as the upstream sent it
   * @param flags what a person should look at before trusting it
   */
  record FoundTool(String name, String hash, JsonNode definition, List<Flag> flags) {
    @SuppressWarnings("NullAway") // a record of an older publisher has none
    public FoundTool {
      flags = flags == null ? List.of() : List.copyOf(flags);
    }

    public FoundTool(String name, String hash, JsonNode definition) {
      this(name, hash, definition, List.of());
    }
  }

  /**
   * Something odd about a definition; not a verdict.
   *
   * @param kind {@code hidden_characters}, {@code look_alike_name}, {@code instructions} or {@code
   *     now_destructive}
   * @param where JSON pointer of the place, or the name of the other tool
   */
  record Flag(String kind, String where) {
    public static final String HIDDEN_CHARACTERS = "hidden_characters";
    public static final String LOOK_ALIKE_NAME = "look_alike_name";
    public static final String INSTRUCTIONS = "instructions";
    public static final String NOW_DESTRUCTIVE = "now_destructive";
  }

  /**
   * Some of the resources, resource templates and prompts that a run found; see {@link ToolsFound}.
   *
   * @param part counts these records of the run from 0
   */
  record FeaturesFound(
      String organisation, String connector, String run, int part, List<FoundFeature> features)
      implements DiscoveryEvent {
    @Override
    public EventKey key() {
      return new EventKey(organisation, "features-found", connector + "/" + run + "/" + part);
    }
  }

  /**
   * @param name URI, URI template or name
   * @param hash SHA-256 over the canonical definition
   * @param definition the object as the upstream sent it
   */
  record FoundFeature(FeatureKind kind, String name, String hash, JsonNode definition) {}

  /**
   * A run has ended. Only a {@code COMPLETE} one may remove tools.
   *
   * @param parts how many {@link ToolsFound} it sent
   * @param tools how many tools they hold
   * @param refused tools that were left out, with the reason of each
   * @param protocolVersion the revision that the upstream speaks, if it answered
   * @param reason why it is not complete, for a person
   * @param capabilities of the server, if it answered
   * @param featureParts how many {@link FeaturesFound} it sent
   * @param wholeKinds kinds of which every definition was found: what is missing of them is gone
   * @param refusedFeatures those that were left out
   */
  record RunFinished(
      String organisation,
      String connector,
      String run,
      Outcome outcome,
      int parts,
      int tools,
      List<RefusedTool> refused,
      @Nullable String protocolVersion,
      @Nullable JsonNode serverInfo,
      @Nullable String instructions,
      @Nullable String reason,
      Instant finishedAt,
      @Nullable JsonNode capabilities,
      int featureParts,
      Set<FeatureKind> wholeKinds,
      List<RefusedFeature> refusedFeatures)
      implements DiscoveryEvent {
    @SuppressWarnings("NullAway") // a record of an older publisher has none
    public RunFinished {
      wholeKinds = wholeKinds == null ? Set.of() : Set.copyOf(wholeKinds);
      refusedFeatures = refusedFeatures == null ? List.of() : List.copyOf(refusedFeatures);
    }

    public enum Outcome {
      COMPLETE,
      PARTIAL,
      FAILED
    }

    @Override
    public EventKey key() {
      return new EventKey(organisation, "run", connector + "/" + run);
    }
  }

  /** A tool that was not taken over, and why. */
  record RefusedTool(String name, String reason) {}

  /** A resource, resource template or prompt that was not taken over, and why. */
  record RefusedFeature(FeatureKind kind, String name, String reason) {}

  /** How an upstream is, from probes and runs. */
  record HealthChanged(
      String organisation, String connector, State state, @Nullable String reason, Instant since)
      implements DiscoveryEvent {
    public enum State {
      CONNECTED,
      UNREACHABLE,
      NEEDS_SIGN_IN
    }

    @Override
    public EventKey key() {
      return new EventKey(organisation, "health", connector);
    }
  }
}
