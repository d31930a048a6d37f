/** Signed statements about the chains: what they said at a time, for good. */
@NullMarked
package dev.gatehouse.audit.digest;

import org.jspecify.annotations.NullMarked;
