/** What the gateways serve, in memory, built from the catalogue topic. */
@NullMarked
package dev.gatehouse.gateway.catalog;

import org.jspecify.annotations.NullMarked;
