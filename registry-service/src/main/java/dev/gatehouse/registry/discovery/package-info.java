/** What a discovery run has found, until it has ended. */
@NullMarked
package dev.gatehouse.registry.discovery;

import org.jspecify.annotations.NullMarked;
