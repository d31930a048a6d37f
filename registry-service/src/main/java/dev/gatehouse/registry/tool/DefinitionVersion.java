package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.registry.json.JsonText;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** One definition that a tool has or had, and what was decided about it. Never deleted alone. */
@Entity
@Table(name = "tool_definition")
@IdClass(DefinitionVersion.Key.class)
class DefinitionVersion {
  /** By whom a definition counts as approved where no person was asked. */
  static final String BY_POLICY = "policy";

  enum Verdict {
    PENDING,
    APPROVED,
    REJECTED
  }

  @Id UUID toolId;
  @Id String hash;
  @TenantId String organisation;

  @Convert(converter = JsonText.class)
  JsonNode definition;

  @Enumerated(EnumType.STRING)
  Verdict verdict;

  Instant foundAt;
  @Nullable Instant decidedAt;
  @Nullable String decidedBy;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
  protected DefinitionVersion() {}

  DefinitionVersion(String organisation, UUID toolId, String hash, JsonNode definition) {
    this.toolId = toolId;
    this.hash = hash;
    this.organisation = organisation;
    this.definition = definition;
    this.verdict = Verdict.PENDING;
    this.foundAt = Instant.now();
  }

  void decide(Verdict decision, String by) {
    verdict = decision;
    decidedAt = Instant.now();
    decidedBy = by;
  }

  record Key(UUID toolId, String hash) implements Serializable {}
}
