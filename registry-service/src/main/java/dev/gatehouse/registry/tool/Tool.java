package dev.gatehouse.registry.tool;

import dev.gatehouse.platform.event.DiscoveryEvent.Flag;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.registry.connector.ChangePolicy;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a connector, known by its name there. It always has an approved definition: the
 * first one is accepted.
 */
@Entity
@Table(name = "tool")
public class Tool {
  @Id UUID id;
  @TenantId String organisation;
  UUID connectorId;
  String name;

  @Enumerated(EnumType.STRING)
  ToolState state;

  boolean allowed;
  String servedHash;
  @Nullable String pendingHash;

  @Convert(converter = FlagsText.class)
  List<Flag> flags;

  Instant createdAt;
  Instant updatedAt;
  @Version int version;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
  protected Tool() {}

  /**
   * @param allowed whether the connector's list of allowed tools has it
   */
  Tool(String organisation, UUID id, UUID connectorId, String name, String hash, boolean allowed) {
    this.id = id;
    this.organisation = organisation;
    this.connectorId = connectorId;
    this.name = name;
    this.state = ToolState.ACTIVE;
    this.allowed = allowed;
    this.servedHash = hash;
    this.flags = List.of();
    this.createdAt = Instant.now();
    this.updatedAt = createdAt;
  }

  public UUID id() {
    return id;
  }

  public UUID connectorId() {
    return connectorId;
  }

  public String name() {
    return name;
  }

  /** SHA-256 of the approved definition. */
  public String servedHash() {
    return servedHash;
  }

  public ToolState state() {
    return state;
  }

  /** Whether gateways get to know it. */
  public boolean isServed() {
    return allowed && ToolState.SERVED.contains(state);
  }

  /**
   * The upstream has it, with this definition.
   *
   * @param rejected whether a person has rejected this very definition
   */
  void found(String hash, ChangePolicy policy, boolean rejected) {
    boolean keepsServing = ToolState.SERVED.contains(state) && policy != ChangePolicy.BLOCK;
    if (hash.equals(servedHash)) {
      become(ToolState.ACTIVE, servedHash, null);
    } else if (rejected) {
      become(keepsServing ? ToolState.ACTIVE : ToolState.QUARANTINED, servedHash, null);
    } else if (policy == ChangePolicy.AUTO) {
      become(ToolState.ACTIVE, hash, null);
    } else {
      become(keepsServing ? ToolState.PENDING : ToolState.QUARANTINED, servedHash, hash);
    }
  }

  /** What is odd about the definition that was found last. */
  void flag(List<Flag> found) {
    flags = List.copyOf(found);
  }

  /** A complete run did not find it. */
  void missed() {
    become(ToolState.REMOVED, servedHash, null);
  }

  /** The waiting definition is the approved one from now on. */
  void approve(String hash) {
    become(ToolState.ACTIVE, hash, null);
  }

  /** The waiting definition is not wanted; what was served before goes on. */
  void reject() {
    become(state == ToolState.PENDING ? ToolState.ACTIVE : ToolState.QUARANTINED, servedHash, null);
  }

  void allow(boolean nowAllowed) {
    allowed = nowAllowed;
  }

  EventKey key() {
    return new EventKey(organisation, "tool", id.toString());
  }

  private void become(ToolState newState, String newServed, @Nullable String newPending) {
    if (newState != state
        || !newServed.equals(servedHash)
        || !Objects.equals(newPending, pendingHash)) {
      state = newState;
      servedHash = newServed;
      pendingHash = newPending;
      updatedAt = Instant.now();
    }
  }
}
