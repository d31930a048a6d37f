/** Connectors that are made from servers of the catalogue. */
@NullMarked
package dev.gatehouse.registry.starter;

import org.jspecify.annotations.NullMarked;
