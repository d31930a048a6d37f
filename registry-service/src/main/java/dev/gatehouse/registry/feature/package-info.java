/** Resources, resource templates and prompts of connectors: kept as found, shown to gateways. */
@NullMarked
package dev.gatehouse.registry.feature;

import org.jspecify.annotations.NullMarked;
