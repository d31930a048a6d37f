/** The one JSON mapper of events, and canonical JSON (RFC 8785) for hashes. */
@NullMarked
package dev.gatehouse.platform.json;

import org.jspecify.annotations.NullMarked;
