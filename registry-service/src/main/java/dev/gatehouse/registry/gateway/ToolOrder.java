package dev.gatehouse.registry.gateway;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code PUT …/tools/order}.
 *
 * @param tools ids of tools in the gateway that come first, in this order; the others follow in the
 *     order that they have
 */
record ToolOrder(@Nullable List<UUID> tools) {}
