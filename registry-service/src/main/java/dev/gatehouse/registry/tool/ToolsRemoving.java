package dev.gatehouse.registry.tool;

import java.util.Set;
import java.util.UUID;

/** Told within the transaction that removes tools for good, before their rows go. */
public record ToolsRemoving(String organisation, Set<UUID> tools) {}
