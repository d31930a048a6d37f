/** Names in URLs: derived, unique, never changed. */
@NullMarked
package dev.gatehouse.registry.slug;

import org.jspecify.annotations.NullMarked;
