package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.identity.Scope;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tool of a gateway, and whether a given caller would see it.
 *
 * @param name as clients see it
 * @param neededScope what a call takes; null if nobody sees the tool
 * @param listed whether {@code tools/list} has it for the caller
 * @param rule that decides, by the names that audit records use; {@code admission} if the caller is
 *     not let in at all
 * @param reason in words, where it is not listed
 */
record PreviewTool(
    UUID toolId,
    UUID connectorId,
    String name,
    @Nullable Scope neededScope,
    boolean listed,
    String rule,
    @Nullable String reason) {}
