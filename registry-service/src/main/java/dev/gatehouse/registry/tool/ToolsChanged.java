package dev.gatehouse.registry.tool;

import java.util.Set;
import java.util.UUID;

/**
 * Told within the transaction that changes what is served of some tools: after new definitions were
 * published, before those that are gone are withdrawn.
 */
public record ToolsChanged(String organisation, Set<UUID> tools) {}
