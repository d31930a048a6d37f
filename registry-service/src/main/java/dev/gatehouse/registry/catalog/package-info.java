/** What gateways are told: the compacted catalogue topic, and its replay. */
@NullMarked
package dev.gatehouse.registry.catalog;

import org.jspecify.annotations.NullMarked;
