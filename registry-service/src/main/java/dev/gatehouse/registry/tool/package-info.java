/** Tools of connectors, every version of their definitions, and what was decided about each. */
@NullMarked
package dev.gatehouse.registry.tool;

import org.jspecify.annotations.NullMarked;
