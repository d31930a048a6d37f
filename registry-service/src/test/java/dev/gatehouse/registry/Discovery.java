package dev.gatehouse.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.event.CloudEvent;
import dev.gatehouse.platform.event.DiscoveryEvent;
import dev.gatehouse.platform.event.DiscoveryEvent.FeaturesFound;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundFeature;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import dev.gatehouse.platform.event.DiscoveryEvent.ToolsFound;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.kafka.EventProducer;
import dev.gatehouse.platform.testing.TestIdentities;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.ConfigProvider;

/** Plays connector-sync-service: publishes what runs found. */
public final class Discovery implements AutoCloseable {
  private final Producer<String, byte[]> producer =
      EventProducer.create(
          Map.of(
              "bootstrap.servers",
              ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)));
  private final String organisation;
  private final String connector;

  public Discovery(Organisation organisation, String connector) {
    this.organisation = organisation.id();
    this.connector = connector;
  }

  /** A tool of this name, with a description. */
  public static FoundTool tool(String name, String description) {
    ObjectNode definition = Json.mapper().createObjectNode();
    definition.put("name", name);
    definition.put("description", description);
    definition.putObject("inputSchema").put("type", "object");
    return found(definition);
  }

  /** A tool that says of itself that it only reads. */
  public static FoundTool readOnlyTool(String name) {
    ObjectNode definition = Json.mapper().createObjectNode();
    definition.put("name", name);
    definition.putObject("inputSchema").put("type", "object");
    definition.putObject("annotations").put("readOnlyHint", true);
    return found(definition);
  }

  /** The tools of a real server among the samples. */
  public static List<FoundTool> sample(String server) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                Discovery.class.getResourceAsStream("/tool-lists.jsonl"),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode list = Json.mapper().readTree(line);
        if (list.path("server").asText().equals(server)) {
          List<FoundTool> tools = new ArrayList<>();
          list.path("tools").forEach(definition -> tools.add(found(definition)));
          return tools;
        }
      }
      throw new IllegalArgumentException("no sample of " + server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a run tells of it. */
  public static FoundTool found(JsonNode definition) {
    return new FoundTool(
        definition.path("name").asText(), CanonicalJson.sha256(definition), definition);
  }

  /** A run that found exactly these tools. */
  public void complete(FoundTool... tools) {
    complete(List.of(tools));
  }

  public void complete(List<FoundTool> tools) {
    String run = TestIdentities.newId();
    found(run, 0, tools);
    finish(run, RunFinished.Outcome.COMPLETE, 1, tools.size());
  }

  /** A run that broke off after these tools. */
  public void partial(FoundTool... tools) {
    String run = TestIdentities.newId();
    found(run, 0, List.of(tools));
    finish(run, RunFinished.Outcome.PARTIAL, 1, tools.length);
  }

  /** A run that found nothing out. */
  public void failed() {
    finish(TestIdentities.newId(), RunFinished.Outcome.FAILED, 0, 0);
  }

  public void found(String run, int part, List<FoundTool> tools) {
    send(new ToolsFound(organisation, connector, run, part, tools));
  }

  public void finish(String run, RunFinished.Outcome outcome, int parts, int tools) {
    send(
        new RunFinished(
            organisation,
            connector,
            run,
            outcome,
            parts,
            tools,
            List.of(),
            "2025-11-25",
            null,
            null,
            outcome == RunFinished.Outcome.COMPLETE ? null : "it broke off",
            Instant.now(),
            null,
            0,
            Set.of(),
            List.of()));
  }

  /** A run that found no tools but all of these, in one part. */
  public void completeFeatures(FoundFeature... features) {
    features(RunFinished.Outcome.COMPLETE, 1, Set.of(FeatureKind.values()), features);
  }

  /**
   * @param parts as the end of the run says; one is sent
   */
  public void features(
      RunFinished.Outcome outcome, int parts, Set<FeatureKind> whole, FoundFeature... features) {
    String run = TestIdentities.newId();
    send(new FeaturesFound(organisation, connector, run, 0, List.of(features)));
    send(
        new RunFinished(
            organisation,
            connector,
            run,
            outcome,
            0,
            0,
            List.of(),
            "2026-07-28",
            Json.mapper().createObjectNode().put("name", "fixture"),
            "Be kind",
            null,
            Instant.now(),
            Json.mapper().createObjectNode(),
            parts,
            whole,
            List.of()));
  }

  public static FoundFeature feature(FeatureKind kind, String name, String description) {
    ObjectNode definition = Json.mapper().createObjectNode();
    definition.put("uri", name).put("name", name).put("description", description);
    return new FoundFeature(kind, name, CanonicalJson.sha256(definition), definition);
  }

  public void health(HealthChanged.State state, String reason) {
    send(new HealthChanged(organisation, connector, state, reason, Instant.now()));
  }

  public void send(DiscoveryEvent event) {
    send(EventCodec.envelope("connector-sync", event, null));
  }

  /** Sends an event with its id, so that it can be sent twice. */
  public void send(CloudEvent<? extends DiscoveryEvent> event) {
    try {
      producer
          .send(new ProducerRecord<>(Topics.DISCOVERY, event.subject(), EventCodec.encode(event)))
          .get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
