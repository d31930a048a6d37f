package dev.gatehouse.registry.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code PATCH}, as it is after the patch.
 *
 * @param allowedTools the server's names of the only tools that are taken; null for all
 */
record AttachmentChange(@Nullable List<String> allowedTools) {}
