/** Where public servers come from: other registries, a file, the start catalogue. */
@NullMarked
package dev.gatehouse.registry.source;

import org.jspecify.annotations.NullMarked;
