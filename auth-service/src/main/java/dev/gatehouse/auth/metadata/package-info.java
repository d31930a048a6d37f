/** What clients discover (RFC 8414), and which browsers may read it. */
@NullMarked
package dev.gatehouse.auth.metadata;

import org.jspecify.annotations.NullMarked;
