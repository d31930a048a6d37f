package dev.gatehouse.registry.connector;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.event.CatalogEvent.ServerDescription;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedTool;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import dev.gatehouse.registry.json.JsonText;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** How an upstream is, as runs and probes found it. */
@Entity
@Table(name = "connector_status")
class ConnectorStatus {

  /** The states of health events, and the one before the first of them. */
  enum State {
    PENDING,
    CONNECTED,
    UNREACHABLE,
    NEEDS_SIGN_IN;

    String value() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Id UUID connectorId;
  @TenantId String organisation;

  @Enumerated(EnumType.STRING)
  State state;

  @Nullable String reason;
  Instant since;
  @Nullable Instant lastRunAt;
  @Nullable String protocolVersion;

  @Convert(converter = JsonText.class)
  @Nullable JsonNode serverInfo;

  @Nullable String instructions;

  @Convert(converter = JsonText.class)
  @Nullable JsonNode capabilities;

  @Convert(converter = RefusedTools.class)
  List<RefusedTool> refusedTools;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
  protected ConnectorStatus() {}

  ConnectorStatus(String organisation, UUID connectorId) {
    this.connectorId = connectorId;
    this.organisation = organisation;
    this.state = State.PENDING;
    this.since = Instant.now();
    this.refusedTools = List.of();
  }

  /** Takes over what a health event says, unless something newer is known. */
  void apply(HealthChanged health) {
    if (state != State.PENDING && health.since().isBefore(since)) {
      return;
    }
    state =
        switch (health.state()) {
          case CONNECTED -> State.CONNECTED;
          case UNREACHABLE -> State.UNREACHABLE;
          case NEEDS_SIGN_IN -> State.NEEDS_SIGN_IN;
        };
    reason = health.reason();
    since = health.since();
  }

  /**
   * Takes over what a run told of the server as a whole.
   *
   * @return false if a later run has been taken over already
   */
  boolean apply(RunFinished run, List<RefusedTool> refused) {
    if (lastRunAt != null && run.finishedAt().isBefore(lastRunAt)) {
      return false;
    }
    lastRunAt = run.finishedAt();
    if (run.outcome() == RunFinished.Outcome.COMPLETE) {
      protocolVersion = run.protocolVersion();
      serverInfo = run.serverInfo();
      instructions = run.instructions();
      capabilities = run.capabilities();
      List<RefusedTool> all = new ArrayList<>(refused);
      run.refusedFeatures()
          .forEach(feature -> all.add(new RefusedTool(feature.name(), feature.reason())));
      refusedTools = List.copyOf(all);
    }
    return true;
  }

  /** What gateways are told of the server; empty before the first complete run. */
  Optional<ServerDescription> description() {
    return protocolVersion == null
        ? Optional.empty()
        : Optional.of(
            new ServerDescription(
                organisation,
                connectorId.toString(),
                protocolVersion,
                serverInfo,
                instructions,
                capabilities));
  }
}
