/**
 * Changes that presume a state: entity tags and {@code If-Match} (RFC 9110, sections 8.8.3 and
 * 13.1.1).
 */
@NullMarked
package dev.gatehouse.platform.change;

import org.jspecify.annotations.NullMarked;
